// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/humantext.h"
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString millisecondsText(std::optional<double> milliseconds)
{
    return milliseconds ? QString(QString::number(*milliseconds, 'f', 1) + u" ms"_s) : u"-"_s;
}

/// Of nothing there is no share.
QString hitRateText(const CacheNumbers &cache)
{
    return cache.totalHits + cache.totalMisses == 0 ? u"-"_s : shareText(cache.hitRate);
}

QString outOf(const QString &part, const QString &limit)
{
    return u"%1 of %2"_s.arg(part, limit);
}

QString downloadsText(const ManagerNumbers &manager)
{
    return manager.activeDownloads + manager.queuedDownloads == 0
        ? u"none"_s
        : u"%1 running, %2 waiting"_s.arg(
            countedText(manager.activeDownloads), countedText(manager.queuedDownloads));
}

QString leasesText(const QJsonArray &leases)
{
    QString text;
    for (const auto &value : leases) {
        const auto lease = leaseFromJson(value.toObject());
        text += u"  %1  holds %2 until %3\n"_s.arg(
            lease.id, countedText(lease.entries.size(), u"video"_s, u"videos"_s),
            whenText(lease.expiresAt));
    }
    return text;
}

QString statusText(const QJsonObject &data)
{
    const auto status = statusFromJson(data);
    const auto &cache = status.cache;
    const auto leases = data.value(u"openLeases").toArray();
    QString text = factLines({
        {u"Status"_s, status.health.status},
        {u"Up for"_s, lengthText(status.manager.uptimeMs)},
        {u"Directory"_s, cache.cacheDirectory},
        {u"Videos"_s, outOf(countedText(cache.entryCount), countedText(cache.maxEntries))},
        {u"Size"_s, outOf(sizeText(cache.currentSizeBytes), sizeText(cache.maxSizeBytes))},
        {u"Disk free"_s, sizeText(cache.availableDiskSpaceBytes)},
        {u"Hit rate"_s, hitRateText(cache)},
        {u"Downloads"_s, downloadsText(status.manager)},
        {u"Caching"_s, status.manager.cacheEnabled ? u"on"_s : u"off (CACHE_ENABLED)"_s},
        {u"Proxy port"_s, QString::number(status.proxyPort)},
        {u"Leases"_s, leases.isEmpty() ? u"none"_s : countedText(leases.size())},
    });
    text += leasesText(leases);
    for (const auto &issue : status.health.issues)
        text += u"- "_s + harmless(issue) + u'\n';
    return text;
}

QString statsText(const QJsonObject &data)
{
    const auto numbers = statusFromJson(data);
    const auto &cache = numbers.cache;
    const auto &proxy = numbers.proxy;
    return factLines({
        {u"Videos"_s, countedText(cache.entryCount)},
        {u"Size"_s, sizeText(cache.currentSizeBytes)},
        {u"Hit rate"_s, hitRateText(cache)},
        {u"Hits"_s, countedText(cache.totalHits)},
        {u"Misses"_s, countedText(cache.totalMisses)},
        {u"From the cache"_s, sizeText(cache.bytesFromCache)},
        {u"From origins"_s, sizeText(cache.bytesFromOrigin)},
        {u"Failed downloads"_s, countedText(cache.failedDownloads)},
        {u"Average download"_s, millisecondsText(cache.avgDownloadTimeMs)},
        {u"Last cleanup"_s, whenText(cache.lastCleanupAt)},
        {u"Requests"_s, countedText(proxy.totalRequests)},
        {u"Bytes sent"_s, sizeText(proxy.totalBytesServed)},
        {u"Answered within"_s,
         u"%1 (p50), %2 (p99)"_s.arg(
             millisecondsText(proxy.p50ResponseTimeMs), millisecondsText(proxy.p99ResponseTimeMs))},
        {u"Connections"_s, countedText(proxy.activeConnections)},
        {u"Errors"_s, countedText(proxy.errors)},
    });
}

QString healthText(const HealthInfo &health, int width)
{
    QList<QStringList> rows;
    for (const auto &check : health.checks)
        rows.append({check.status.toUpper(), check.name, check.issue});
    QString text = u"Health is %1.\n"_s.arg(health.status);
    text += textTable({{{}}, {{}}, {{}, false, false}}, rows, 0, false);
    for (auto advice : health.recommendations) {
        advice.replace(u"GET /api/cache/entries?status=error"_s, u"r2cache ls --status error"_s);
        advice.replace(u"POST /api/cache/verify"_s, u"r2cache verify"_s);
        text += wrapped(u"-> "_s + harmless(advice), width) + u'\n';
    }
    return text;
}

} // namespace

int runStatus(VerbContext &context)
{
    auto data = context.ask([](ServiceClient &client) { return client.dataOf(u"status"_s); });
    if (!data)
        return context.fail(data.error());
    const auto leases = context.wait(context.client().dataOf(u"leases"_s));
    if (!leases)
        return context.fail(leases.error());
    data->insert(u"openLeases"_s, leases->value(u"leases"));
    return context.print(*data, statusText(*data));
}

int runStats(VerbContext &context)
{
    const auto data = context.ask([](ServiceClient &client) { return client.stats(); });
    if (!data)
        return context.fail(data.error());
    return context.print(*data, statsText(*data));
}

int runHealth(VerbContext &context)
{
    const auto data = context.ask([](ServiceClient &client) { return client.dataOf(u"health"_s); });
    if (!data)
        return context.fail(data.error());
    const auto health = healthFromJson(*data);
    return context.print(
        *data, healthText(health, context.console().width()),
        health.status == u"critical" ? exitFailed : exitOk);
}

} // namespace r2cache
