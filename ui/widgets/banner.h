// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/statelight.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace r2cache {

/// A line above the page about the whole window: the service is gone, a port was taken. Hidden
/// while there is nothing to say.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(QWidget *parent = nullptr);

    /// @param button  empty: none. @param mayBeClosed  it has said its part once read.
    void say(State state, const QString &text, const QString &button, bool mayBeClosed);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void buttonClicked();
    void closed();

private:
    StateLight *m_light;
    QLabel *m_text;
    QPushButton *m_button;
    QToolButton *m_close;
};

} // namespace r2cache
