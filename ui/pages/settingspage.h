// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;

namespace r2cache {

class FigureLabel;

/// All settings, and where each comes from.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(ServiceState &state);

    void refresh() override;

private:
    void show(const QJsonObject &settings);

    FigureLabel *m_figure;
    QLabel *m_text;
};

} // namespace r2cache
