// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

#include <deque>
#include <mutex>
#include <optional>

namespace r2cache {

/// One line of the log.
struct LogLine
{
    qint64 number = 0; ///< Counts from 1, without gaps.
    QDateTime time; ///< UTC.
    QtMsgType level = QtInfoMsg;
    QString category;
    QString message;
};

/// "debug", "info", "warning", "error" or "fatal".
[[nodiscard]] QString levelWord(QtMsgType level);

/// The newest lines of the log. Any thread.
class LogRing
{
public:
    static constexpr size_t maxLines = 2000;
    static constexpr qsizetype maxMessage = 4000; ///< Characters; what is longer is cut.

    void add(const QDateTime &time, QtMsgType level, const QString &category, QString message);

    /// Up to @p limit lines of at least @p level, oldest first: the first ones after number
    /// @p after, or the newest without one.
    [[nodiscard]] QList<LogLine>
    lines(int limit, QtMsgType level, std::optional<qint64> after) const;

private:
    mutable std::mutex m_mutex;
    std::deque<LogLine> m_lines;
    qint64 m_count = 0;
};

/// While it lives, log lines go into a ring too, after they went where they go. One at a time.
class LogTap
{
public:
    /// @param ring  outlives it.
    explicit LogTap(LogRing &ring);
    ~LogTap();
    Q_DISABLE_COPY_MOVE(LogTap)
};

} // namespace r2cache
