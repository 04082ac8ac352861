// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historyseries.h"

#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 liveStep = 10 * second;
constexpr qint64 liveKept = 5 * minute;
constexpr qint64 speedOver = 6 * second;
constexpr double megabyte = 1024.0 * 1024.0;
/// Fewer, or less, may have been an exception.
constexpr qint64 enoughDownloads = 3;
constexpr qint64 enoughBytes = 1024LL * 1024;

} // namespace

HistoryStep &HistoryStep::operator+=(const HistoryStep &other)
{
    length += other.length;
    hits += other.hits;
    misses += other.misses;
    bytesServed += other.bytesServed;
    bytesFetched += other.bytesFetched;
    downloads += other.downloads;
    return *this;
}

QList<HistoryStep> stepsOf(const QJsonObject &history, qint64 now)
{
    const qint64 length = history.value(u"resolution").toString() == u"hour" ? hour : minute;
    QList<HistoryStep> steps;
    for (const auto points = history.value(u"points").toArray(); const auto &value : points) {
        const auto point = value.toObject();
        const auto start = timeFromJson(point.value(u"start"));
        if (!start.isValid())
            continue;
        const auto from = start.toMSecsSinceEpoch();
        steps.append(
            {from, std::clamp(now - from, second, length), point.value(u"hits").toInteger(),
             point.value(u"misses").toInteger(), point.value(u"bytesFromCache").toInteger(),
             point.value(u"bytesFromOrigin").toInteger(), point.value(u"downloads").toInteger()});
    }
    return steps;
}

HistoryStep sumOf(const QList<HistoryStep> &steps, qint64 from)
{
    HistoryStep sum;
    sum.start = from;
    for (const auto &step : steps) {
        if (step.start >= from)
            sum += step;
    }
    return sum;
}

QList<HistoryStep> inStepsOf(qint64 length, const QList<HistoryStep> &steps)
{
    QList<HistoryStep> wider;
    for (const auto &step : steps) {
        const auto start = step.start - step.start % length;
        if (wider.isEmpty() || wider.constLast().start != start) {
            wider.append(step);
            wider.last().start = start;
        } else {
            wider.last() += step;
        }
    }
    return wider;
}

QList<ChartPoint> throughputOf(const QList<HistoryStep> &steps)
{
    QList<ChartPoint> points;
    for (const auto &step : steps) {
        const auto seconds = static_cast<double>(step.length) / second;
        if (seconds > 0) {
            points.append(
                {step.start + step.length / 2,
                 static_cast<double>(step.bytesServed) / megabyte / seconds});
        }
    }
    return points;
}

QList<ChartPoint> hitRateOf(const QList<HistoryStep> &steps)
{
    QList<ChartPoint> points;
    for (const auto &step : steps) {
        const auto requests = step.hits + step.misses;
        if (requests > 0) {
            points.append(
                {step.start + step.length / 2,
                 100.0 * static_cast<double>(step.hits) / static_cast<double>(requests)});
        }
    }
    return points;
}

QList<HistoryStep> chartSteps(
    ChartSpan span, const QList<HistoryStep> &minutes, const QList<HistoryStep> &hours,
    const QList<HistoryStep> &live)
{
    if (span == ChartSpan::Month)
        return inStepsOf(4 * hour, hours);
    if (span == ChartSpan::Day)
        return inStepsOf(10 * minute, minutes);
    auto steps = minutes;
    // The minute that is not over yet says too little of its seconds.
    if (!steps.isEmpty() && steps.constLast().length < minute && !live.isEmpty()
        && live.constFirst().start < steps.constLast().start + minute)
        steps.removeLast();
    const auto from = steps.isEmpty() ? 0 : steps.constLast().end();
    for (const auto &step : live) {
        if (step.start >= from)
            steps.append(step);
    }
    return steps;
}

qint64 gapOf(ChartSpan span)
{
    switch (span) {
    case ChartSpan::Hour:
        return minute * 3 / 2;
    case ChartSpan::Day:
        return 15 * minute;
    case ChartSpan::Month:
        break;
    }
    return 6 * hour;
}

std::optional<TimeSaved>
timeSaved(qint64 savedBytes, const HistoryStep &downloaded, double averageMs)
{
    if (savedBytes <= 0 || averageMs <= 0 || downloaded.downloads < enoughDownloads
        || downloaded.bytesFetched < enoughBytes)
        return std::nullopt;
    const double perDownload
        = static_cast<double>(downloaded.bytesFetched) / static_cast<double>(downloaded.downloads);
    const double perMs = perDownload / averageMs;
    return TimeSaved{
        static_cast<qint64>(static_cast<double>(savedBytes) / perMs),
        static_cast<qint64>(perMs * second)};
}

void LiveSteps::add(qint64 now, const ServiceStatus &status)
{
    const Look look{
        now, status.proxy.totalBytesServed, status.cache.totalHits, status.cache.totalMisses};
    if (!m_looks.isEmpty()) {
        const auto &last = m_looks.constLast();
        const auto since = look.time - last.time;
        if (since <= 0 && look.served == last.served)
            return;
        if (since <= 0 || since > minute || look.served < last.served || look.hits < last.hits
            || look.misses < last.misses) { // restarted, asleep, or the clock was set
            m_looks.clear();
            m_speed.reset();
        }
    }
    if (!m_looks.isEmpty()) {
        const auto &last = m_looks.constLast();
        HistoryStep step;
        step.start = last.time;
        step.length = look.time - last.time;
        step.bytesServed = look.served - last.served;
        step.hits = look.hits - last.hits;
        step.misses = look.misses - last.misses;
        if (m_steps.isEmpty() || m_steps.constLast().end() != step.start
            || m_steps.constLast().length >= liveStep)
            m_steps.append(step);
        else
            m_steps.last() += step;
        m_steps.removeIf([now](const HistoryStep &old) { return old.end() < now - liveKept; });
    }
    m_looks.append(look);
    while (m_looks.size() > 2 && m_looks[1].time <= now - speedOver)
        m_looks.removeFirst();
    if (m_looks.size() > 1) {
        const auto &first = m_looks.constFirst();
        m_speed = static_cast<double>(look.served - first.served) * second
            / static_cast<double>(look.time - first.time);
    }
}

} // namespace r2cache
