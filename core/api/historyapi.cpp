// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/historyapi.h"

#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache::historyapi {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const HistoryPoint &point)
{
    const auto &counts = point.counts;
    const auto requests = counts.hits + counts.misses;
    const auto hitRate = requests > 0
        ? QJsonValue(static_cast<double>(counts.hits) / static_cast<double>(requests))
        : QJsonValue();
    return {
        {u"start"_s, timeToJson(point.start)},
        {u"hits"_s, counts.hits},
        {u"misses"_s, counts.misses},
        {u"hitRate"_s, hitRate},
        {u"bytesFromCache"_s, counts.bytesFromCache},
        {u"bytesFromOrigin"_s, counts.bytesFromOrigin},
        {u"downloads"_s, counts.downloads},
        {u"failedDownloads"_s, counts.failedDownloads},
        {u"currentSizeBytes"_s, point.storedBytes},
        {u"entryCount"_s, point.entries}};
}

} // namespace

QCoro::Task<Result<Response>> history(ApiContext *context, ApiCall call)
{
    auto fields = Fields::ofQuery(call.request.query);
    const auto resolution = fields.word(u"resolution"_s, u"minute"_s, {u"minute"_s, u"hour"_s});
    if (fields.error())
        co_return failure(*fields.error());
    context->history->record();
    const auto &history = context->history->history();
    QJsonArray points;
    for (const auto &point : resolution == u"minute" ? history.minutes() : history.hours())
        points.append(toJson(point));
    co_return successResponse(QJsonObject{{u"resolution"_s, resolution}, {u"points"_s, points}});
}

} // namespace r2cache::historyapi
