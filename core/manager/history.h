// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QList>

namespace r2cache {

/// What the cache has counted, all ever or within a stretch of time.
struct HistoryCounts
{
    qint64 hits = 0;
    qint64 misses = 0;
    qint64 bytesFromCache = 0;
    qint64 bytesFromOrigin = 0;
    qint64 downloads = 0;
    qint64 failedDownloads = 0;

    HistoryCounts &operator+=(const HistoryCounts &other);
    friend HistoryCounts operator-(const HistoryCounts &a, const HistoryCounts &b);
    friend bool operator==(const HistoryCounts &, const HistoryCounts &) = default;
};

/// One step of a chart.
struct HistoryPoint
{
    QDateTime start; ///< UTC; a whole minute or hour.
    HistoryCounts counts;
    qint64 storedBytes = 0; ///< At its end.
    qint64 entries = 0; ///< The same.

    friend bool operator==(const HistoryPoint &, const HistoryPoint &) = default;
};

/// What happened when: each minute of the last 24 hours, each hour of the last 30 days. Steps in
/// which the program did not run are not there. A value; pure.
class History
{
public:
    /// Adds @p counts to the steps that @p now falls into. A clock that goes back adds to the
    /// newest ones.
    void add(const QDateTime &now, const HistoryCounts &counts, qint64 storedBytes, qint64 entries);

    [[nodiscard]] const QList<HistoryPoint> &minutes() const
    {
        return m_minutes;
    } ///< Oldest first.
    [[nodiscard]] const QList<HistoryPoint> &hours() const { return m_hours; } ///< The same.

    /// A copy that shares nothing with this one, for another thread: shared lists are written to in
    /// place as soon as the other copy is seen to have gone, which orders nothing between the two.
    [[nodiscard]] History detached() const;

    [[nodiscard]] QByteArray toText() const;
    /// What toText() wrote; Io for anything else.
    [[nodiscard]] static Result<History> fromText(const QByteArray &text);

    friend bool operator==(const History &, const History &) = default;

private:
    QList<HistoryPoint> m_minutes;
    QList<HistoryPoint> m_hours;
};

} // namespace r2cache
