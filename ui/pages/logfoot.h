// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace r2cache {

/// Below the log: how much of it is shown, the way to its end, and the way to more.
class LogFoot : public QWidget
{
    Q_OBJECT

public:
    explicit LogFoot(QWidget *parent = nullptr);

    struct Lines
    {
        int all = 0;
        int shown = 0;
        int unseen = 0; ///< Came below since it was scrolled up.
        bool isAtEnd = true;
        bool isPaused = false;
    };
    void show(const Lines &lines);

Q_SIGNALS:
    void endWanted();
    void moreWanted();

private:
    QLabel *m_count;
    QPushButton *m_toEnd;
};

} // namespace r2cache
