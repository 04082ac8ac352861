// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/statusapi.h"

#include "core/api/envelope.h"
#include "core/api/statistics.h"
#include "core/manager/healthmonitor.h"

namespace r2cache::statusapi {

using namespace Qt::StringLiterals;

QCoro::Task<Result<Response>> status(ApiContext *context, ApiCall)
{
    const auto health = context->health->verdict();
    co_return successResponse(QJsonObject{
        {u"status"_s, health.status},
        {u"timestamp"_s, nowText(*context)},
        {u"cache"_s, cacheStatistics(*context)},
        {u"proxy"_s, proxyStatistics(*context)},
        {u"manager"_s, managerStatistics(*context)},
        {u"health"_s, healthJson(health)},
        {u"services"_s,
         QJsonObject{
             {u"cacheInitialized"_s, true},
             {u"proxyRunning"_s, context->proxyPort != 0},
             {u"proxyPort"_s, context->proxyPort},
             {u"cacheDirectory"_s, context->videos.cache().store().directory()}}},
    });
}

QCoro::Task<Result<Response>> stats(ApiContext *context, ApiCall)
{
    const auto cache = cacheStatistics(*context);
    const auto proxy = proxyStatistics(*context);
    co_return successResponse(QJsonObject{
        {u"cache"_s, cache},
        {u"proxy"_s, proxy},
        {u"summary"_s,
         QJsonObject{
             {u"totalCachedVideos"_s, cache[u"entryCount"]},
             {u"totalCacheSize"_s, cache[u"currentSizeBytes"]},
             {u"hitRate"_s, cache[u"hitRate"].toDouble() * 100},
             {u"totalRequests"_s, proxy[u"totalRequests"]},
             {u"totalBytesServed"_s, proxy[u"totalBytesServed"]},
             {u"averageResponseTime"_s, proxy[u"averageResponseTimeMs"]},
             {u"activeConnections"_s, proxy[u"activeConnections"]}}},
    });
}

QCoro::Task<Result<Response>> health(ApiContext *context, ApiCall)
{
    const auto verdict = context->health->verdict();
    auto json = healthJson(verdict);
    json.insert(u"status"_s, verdict.status);
    json.insert(u"timestamp"_s, nowText(*context));
    json.insert(u"metrics"_s, managerStatistics(*context));
    co_return successResponse(json);
}

} // namespace r2cache::statusapi
