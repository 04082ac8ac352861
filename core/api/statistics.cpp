// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/statistics.h"

#include "core/base/compat.h"
#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

double ratio(qint64 part, qint64 whole)
{
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

QJsonValue milliseconds(std::optional<std::chrono::nanoseconds> time)
{
    return time ? QJsonValue(static_cast<double>(time->count()) / 1e6) : QJsonValue();
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

FillCounts countFills(const ApiContext &context)
{
    FillCounts counts;
    for (const auto fills = context.videos.queue().snapshots(); const auto &fill : fills)
        ++(fill.startedAt.isValid() ? counts.active : counts.queued);
    return counts;
}

QJsonObject cacheStatistics(const ApiContext &context)
{
    auto &cache = context.videos.cache();
    const auto &counters = cache.counters();
    const qint64 hits = counters.hits;
    const qint64 misses = counters.misses;
    const qint64 downloads = counters.downloads;
    const qint64 cleanup = counters.lastCleanupMs;
    const auto disk = context.diskSpace.usage(cache.store().directory());
    return {
        {u"currentSizeBytes"_s, cache.budget().storedBytes()},
        {u"entryCount"_s, cache.budget().entries()},
        {u"maxSizeBytes"_s, cache.options().limits.maxBytes},
        {u"maxEntries"_s, cache.options().limits.maxEntries},
        {u"hitRate"_s, ratio(hits, hits + misses)},
        {u"missRate"_s, ratio(misses, hits + misses)},
        {u"totalHits"_s, hits},
        {u"totalMisses"_s, misses},
        {u"bytesFromCache"_s, counters.bytesFromCache.load()},
        {u"bytesFromOrigin"_s, counters.bytesFromOrigin.load()},
        {u"avgDownloadTimeMs"_s, ratio(counters.downloadMs, downloads)},
        {u"failedDownloads"_s, counters.failedDownloads.load()},
        {u"lastCleanupAt"_s,
         cleanup > 0 ? timeToJson(QDateTime::fromMSecsSinceEpoch(cleanup, utcZone)) : QJsonValue()},
        {u"cacheDirectory"_s, cache.store().directory()},
        {u"availableDiskSpaceBytes"_s, disk ? QJsonValue(disk->available) : QJsonValue()},
    };
}

QJsonObject proxyStatistics(const ApiContext &context)
{
    const auto metrics = context.proxyMetrics();
    const auto &counters = context.videos.cache().counters();
    return {
        {u"totalRequests"_s, metrics.totalRequests},
        {u"totalBytesServed"_s, metrics.bodyBytesSent},
        {u"averageResponseTimeMs"_s, milliseconds(metrics.responseTimes.mean())},
        {u"p50ResponseTimeMs"_s, milliseconds(metrics.responseTimes.quantile(0.5))},
        {u"p99ResponseTimeMs"_s, milliseconds(metrics.responseTimes.quantile(0.99))},
        {u"activeConnections"_s, metrics.activeConnections},
        {u"cacheHits"_s, counters.hits.load()},
        {u"cacheMisses"_s, counters.misses.load()},
        {u"errors"_s, metrics.errors},
    };
}

QJsonObject managerStatistics(const ApiContext &context)
{
    auto &videos = context.videos;
    const auto fills = countFills(context);
    const auto uptime = videos.clock().monotonic() - context.startedAt;
    return {
        {u"activeDownloads"_s, fills.active},
        {u"queuedDownloads"_s, fills.queued},
        {u"leases"_s, static_cast<qint64>(videos.cache().leases().count())},
        {u"jobs"_s, static_cast<qint64>(context.jobs.list().size())},
        {u"reservedBytes"_s, videos.cache().budget().reservedBytes()},
        {u"partialBytes"_s, videos.cache().budget().keptBytes()},
        {u"cacheEnabled"_s, context.cacheEnabled.load()},
        {u"uptimeMs"_s, static_cast<qint64>(uptime.count())},
    };
}

QJsonObject healthJson(const HealthVerdict &verdict)
{
    QJsonValue space;
    if (verdict.disk) {
        space = QJsonObject{
            {u"total"_s, verdict.disk->total},
            {u"available"_s, verdict.disk->available},
            {u"used"_s, verdict.disk->used},
            {u"usagePercent"_s, verdict.disk->usedPercent()}};
    }
    QJsonArray checks;
    for (const auto &check : verdict.checks) {
        checks.append(QJsonObject{
            {u"name"_s, check.name},
            {u"status"_s, severityWord(check.severity)},
            {u"issue"_s, textOrNull(check.issue)},
            {u"recommendation"_s, textOrNull(check.recommendation)}});
    }
    return {
        {u"issues"_s, QJsonArray::fromStringList(verdict.issues)},
        {u"recommendations"_s, QJsonArray::fromStringList(verdict.recommendations)},
        {u"checks"_s, checks},
        {u"diskSpace"_s, space}};
}

QString nowText(const ApiContext &context)
{
    return timeToJson(context.videos.clock().nowUtc()).toString();
}

} // namespace r2cache
