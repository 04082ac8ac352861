// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/servicestatus.h"
#include "ui/linechart.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace r2cache {

// From GET /api/cache/history and the status to what charts and figures show. Pure.

/// What happened in a stretch of time.
struct HistoryStep
{
    qint64 start = 0; ///< Milliseconds since 1970.
    qint64 length = 0; ///< Milliseconds that are over already.
    qint64 hits = 0;
    qint64 misses = 0;
    qint64 bytesServed = 0;
    qint64 bytesFetched = 0;
    qint64 downloads = 0;

    [[nodiscard]] qint64 end() const { return start + length; }
    HistoryStep &operator+=(const HistoryStep &other); ///< Counts and length.
    friend bool operator==(const HistoryStep &, const HistoryStep &) = default;
};

/// The steps in @p history, oldest first; the last one is as long as @p now lets it be.
[[nodiscard]] QList<HistoryStep> stepsOf(const QJsonObject &history, qint64 now);

/// All that began at @p from or later, as one.
[[nodiscard]] HistoryStep sumOf(const QList<HistoryStep> &steps, qint64 from);

/// @p steps put together to such of @p length milliseconds.
[[nodiscard]] QList<HistoryStep> inStepsOf(qint64 length, const QList<HistoryStep> &steps);

/// Served bytes a second, in MB (1024^2), at the middle of each step.
[[nodiscard]] QList<ChartPoint> throughputOf(const QList<HistoryStep> &steps);
/// Hits of 100 requests; steps without requests are left out.
[[nodiscard]] QList<ChartPoint> hitRateOf(const QList<HistoryStep> &steps);

/// The steps that a chart of @p span shows: minutes, then @p live for what is newer than the last
/// whole one; ten minutes; four hours.
[[nodiscard]] QList<HistoryStep> chartSteps(
    ChartSpan span, const QList<HistoryStep> &minutes, const QList<HistoryStep> &hours,
    const QList<HistoryStep> &live);
/// Points of such a chart further apart than this have a gap between them.
[[nodiscard]] qint64 gapOf(ChartSpan span);

/// How long the origins would have taken for @p savedBytes, at the speed that downloads had.
struct TimeSaved
{
    qint64 milliseconds = 0;
    qint64 bytesPerSecond = 0; ///< The speed that it is reckoned with.

    friend bool operator==(const TimeSaved &, const TimeSaved &) = default;
};

/// Nothing where too little was downloaded to know the speed.
/// @param downloaded  downloads and bytesFetched. @param averageMs  of a download.
[[nodiscard]] std::optional<TimeSaved>
timeSaved(qint64 savedBytes, const HistoryStep &downloaded, double averageMs);

/// What happens between two looks at the status: the charts' newest seconds.
class LiveSteps
{
public:
    /// @param now  milliseconds since 1970. Totals that went back (the service was restarted) begin
    /// anew.
    void add(qint64 now, const ServiceStatus &status);

    /// Of ten seconds each, of the last five minutes, oldest first.
    [[nodiscard]] const QList<HistoryStep> &steps() const { return m_steps; }
    /// Over the last few looks; nothing before the second one.
    [[nodiscard]] std::optional<double> bytesPerSecond() const { return m_speed; }

private:
    struct Look
    {
        qint64 time = 0;
        qint64 served = 0;
        qint64 hits = 0;
        qint64 misses = 0;
    };

    QList<HistoryStep> m_steps;
    QList<Look> m_looks; ///< The newest ones, for the speed.
    std::optional<double> m_speed;
};

} // namespace r2cache
