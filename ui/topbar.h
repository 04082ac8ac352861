// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme.h"
#include "ui/widgets/statelight.h"

#include <QFrame>

class QLabel;
class QMenu;

namespace r2cache {

class CacheActions;

/// The bar above the pages: the name with the light, the actions that are always at hand, the menu.
class TopBar : public QFrame
{
    Q_OBJECT

public:
    TopBar(const CacheActions &actions, QMenu *menu, QWidget *parent = nullptr);

    /// What is looked at: the tool tip of the name.
    void setServiceName(const QString &name);
    /// @param word  says what the light does.
    void setState(State state, const QString &word);

private:
    StateLight *m_light;
    QLabel *m_name;
};

} // namespace r2cache
