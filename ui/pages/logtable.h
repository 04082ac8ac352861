// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace r2cache {

/// The lines of a log in monospace. At its end it follows what comes; scrolled up it stays with
/// what is read and counts what came meanwhile.
class LogTable : public QTableView
{
    Q_OBJECT

public:
    /// @param lines  a LogFilter over a LogModel; outlives it.
    explicit LogTable(QAbstractItemModel &lines);

    [[nodiscard]] bool isAtEnd() const;
    void goToEnd();
    /// Lines that came below since it was at its end.
    [[nodiscard]] qint64 unseen() const { return m_unseen; }
    /// The message of the current line, whole; empty: none is.
    [[nodiscard]] QString currentMessage() const;
    /// The selected lines, or all where none is, as they would stand in a file.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void scrolled(); ///< Or unseen() is another one.
    void currentChangedTo(const QString &message);

private:
    void setUpColumns();
    void followModel(QAbstractItemModel &lines);

    qint64 m_unseen = 0;
    bool m_wasAtEnd = true;
};

/// The fixed font in the size that goes with @p font.
[[nodiscard]] QFont monospaceLike(const QFont &font);

} // namespace r2cache
