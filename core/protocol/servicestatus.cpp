// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/servicestatus.h"

#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache {

namespace {

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const auto array = value.toArray(); const auto &item : array)
        list.append(item.toString());
    return list;
}

std::optional<double> number(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

CacheNumbers cacheFromJson(const QJsonObject &json)
{
    CacheNumbers cache;
    cache.currentSizeBytes = json.value(u"currentSizeBytes").toInteger();
    cache.entryCount = json.value(u"entryCount").toInteger();
    cache.maxSizeBytes = json.value(u"maxSizeBytes").toInteger();
    cache.maxEntries = json.value(u"maxEntries").toInteger();
    cache.hitRate = json.value(u"hitRate").toDouble();
    cache.totalHits = json.value(u"totalHits").toInteger();
    cache.totalMisses = json.value(u"totalMisses").toInteger();
    cache.bytesFromCache = json.value(u"bytesFromCache").toInteger();
    cache.bytesFromOrigin = json.value(u"bytesFromOrigin").toInteger();
    cache.avgDownloadTimeMs = json.value(u"avgDownloadTimeMs").toDouble();
    cache.failedDownloads = json.value(u"failedDownloads").toInteger();
    cache.lastCleanupAt = timeFromJson(json.value(u"lastCleanupAt"));
    cache.cacheDirectory = json.value(u"cacheDirectory").toString();
    cache.availableDiskSpaceBytes = json.value(u"availableDiskSpaceBytes").toInteger(-1);
    return cache;
}

ProxyNumbers proxyFromJson(const QJsonObject &json)
{
    ProxyNumbers proxy;
    proxy.totalRequests = json.value(u"totalRequests").toInteger();
    proxy.totalBytesServed = json.value(u"totalBytesServed").toInteger();
    proxy.averageResponseTimeMs = number(json.value(u"averageResponseTimeMs"));
    proxy.p50ResponseTimeMs = number(json.value(u"p50ResponseTimeMs"));
    proxy.p99ResponseTimeMs = number(json.value(u"p99ResponseTimeMs"));
    proxy.activeConnections = json.value(u"activeConnections").toInteger();
    proxy.errors = json.value(u"errors").toInteger();
    return proxy;
}

ManagerNumbers managerFromJson(const QJsonObject &json)
{
    ManagerNumbers manager;
    manager.activeDownloads = json.value(u"activeDownloads").toInteger();
    manager.queuedDownloads = json.value(u"queuedDownloads").toInteger();
    manager.leases = json.value(u"leases").toInteger();
    manager.jobs = json.value(u"jobs").toInteger();
    manager.reservedBytes = json.value(u"reservedBytes").toInteger();
    manager.cacheEnabled = json.value(u"cacheEnabled").toBool(true);
    manager.uptimeMs = json.value(u"uptimeMs").toInteger();
    return manager;
}

} // namespace

HealthInfo healthFromJson(const QJsonObject &data)
{
    HealthInfo health;
    health.status = data.value(u"status").toString();
    health.issues = texts(data.value(u"issues"));
    health.recommendations = texts(data.value(u"recommendations"));
    for (const auto checks = data.value(u"checks").toArray(); const auto &value : checks) {
        const auto check = value.toObject();
        health.checks.append(
            {check.value(u"name").toString(), check.value(u"status").toString(),
             check.value(u"issue").toString(), check.value(u"recommendation").toString()});
    }
    if (const auto disk = data.value(u"diskSpace").toObject(); !disk.isEmpty()) {
        health.disk = DiskSpaceInfo{
            disk.value(u"total").toInteger(), disk.value(u"available").toInteger(),
            disk.value(u"used").toInteger()};
    }
    return health;
}

ServiceStatus statusFromJson(const QJsonObject &data)
{
    ServiceStatus status;
    status.cache = cacheFromJson(data.value(u"cache").toObject());
    status.proxy = proxyFromJson(data.value(u"proxy").toObject());
    status.manager = managerFromJson(data.value(u"manager").toObject());
    status.health = healthFromJson(data.value(u"health").toObject());
    status.health.status = data.value(u"status").toString();
    status.proxyPort = data.value(u"services").toObject().value(u"proxyPort").toInt();
    return status;
}

} // namespace r2cache
