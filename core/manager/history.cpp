// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/history.h"

#include "core/base/compat.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int fileFormat = 1;
constexpr qint64 minuteMs = 60'000;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 keptMinutes = 24LL * 60;
constexpr qint64 keptHours = 30LL * 24;

void addTo(QList<HistoryPoint> &points, qint64 step, qint64 kept, const HistoryPoint &what)
{
    const auto now = what.start.toMSecsSinceEpoch();
    const auto start = QDateTime::fromMSecsSinceEpoch(now - now % step, utcZone);
    if (points.isEmpty() || points.constLast().start < start)
        points.append({start, {}, 0, 0});
    auto &last = points.last();
    last.counts += what.counts;
    last.storedBytes = what.storedBytes;
    last.entries = what.entries;

    const auto oldest = last.start.addMSecs(-(kept - 1) * step);
    const auto firstKept = std::ranges::find_if(
        points, [&](const HistoryPoint &point) { return point.start >= oldest; });
    points.erase(points.begin(), firstKept);
}

/// Numbers in the order of the struct: a file of two thousand objects would mostly be names.
QJsonArray toJson(const QList<HistoryPoint> &points)
{
    QJsonArray rows;
    for (const auto &[start, counts, storedBytes, entries] : points) {
        rows.append(QJsonArray{
            start.toMSecsSinceEpoch(), counts.hits, counts.misses, counts.bytesFromCache,
            counts.bytesFromOrigin, counts.downloads, counts.failedDownloads, storedBytes,
            entries});
    }
    return rows;
}

Result<QList<HistoryPoint>> pointsOf(const QJsonValue &value)
{
    constexpr qsizetype columns = 9;
    const auto foreign = failure(ErrorCode::Io, u"It is not what r2cache wrote."_s);
    if (!value.isArray())
        return foreign;
    QList<HistoryPoint> points;
    for (const auto rows = value.toArray(); const auto &item : rows) {
        const auto row = item.toArray();
        const auto isNumber = [](const QJsonValue &cell) {
            return cell.isDouble();
        };
        if (row.size() != columns || !std::all_of(row.begin(), row.end(), isNumber))
            return foreign;
        const auto number = [&row](qsizetype column) {
            return row.at(column).toInteger();
        };
        const auto start = QDateTime::fromMSecsSinceEpoch(number(0), utcZone);
        if (!points.isEmpty() && start <= points.constLast().start)
            return foreign;
        points.append(
            {start,
             {number(1), number(2), number(3), number(4), number(5), number(6)},
             number(7),
             number(8)});
    }
    return points;
}

} // namespace

HistoryCounts &HistoryCounts::operator+=(const HistoryCounts &other)
{
    hits += other.hits;
    misses += other.misses;
    bytesFromCache += other.bytesFromCache;
    bytesFromOrigin += other.bytesFromOrigin;
    downloads += other.downloads;
    failedDownloads += other.failedDownloads;
    return *this;
}

HistoryCounts operator-(const HistoryCounts &a, const HistoryCounts &b)
{
    return {
        a.hits - b.hits,
        a.misses - b.misses,
        a.bytesFromCache - b.bytesFromCache,
        a.bytesFromOrigin - b.bytesFromOrigin,
        a.downloads - b.downloads,
        a.failedDownloads - b.failedDownloads};
}

void History::add(
    const QDateTime &now, const HistoryCounts &counts, qint64 storedBytes, qint64 entries)
{
    const HistoryPoint what{now, counts, storedBytes, entries};
    addTo(m_minutes, minuteMs, keptMinutes, what);
    addTo(m_hours, hourMs, keptHours, what);
}

History History::detached() const
{
    History copy = *this;
    copy.m_minutes.detach();
    copy.m_hours.detach();
    return copy;
}

QByteArray History::toText() const
{
    const QJsonObject object{
        {u"format"_s, fileFormat},
        {u"minutes"_s, toJson(m_minutes)},
        {u"hours"_s, toJson(m_hours)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<History> History::fromText(const QByteArray &text)
{
    const auto object = QJsonDocument::fromJson(text).object();
    if (object.value(u"format").toInt() != fileFormat)
        return failure(ErrorCode::Io, u"It is not what r2cache wrote."_s);
    auto minutes = pointsOf(object.value(u"minutes"));
    auto hours = pointsOf(object.value(u"hours"));
    if (!minutes || !hours)
        return failure(minutes ? hours.error() : minutes.error());
    History history;
    history.m_minutes = std::move(*minutes);
    history.m_hours = std::move(*hours);
    return history;
}

} // namespace r2cache
