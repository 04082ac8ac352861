// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace r2cache {

/// The cache's numbers as REST shows them (`cache` of status and stats).
struct CacheNumbers
{
    qint64 currentSizeBytes = 0;
    qint64 entryCount = 0;
    qint64 maxSizeBytes = 0;
    qint64 maxEntries = 0;
    double hitRate = 0; ///< 0 to 1.
    qint64 totalHits = 0;
    qint64 totalMisses = 0;
    qint64 bytesFromCache = 0;
    qint64 bytesFromOrigin = 0;
    double avgDownloadTimeMs = 0;
    qint64 failedDownloads = 0;
    QDateTime lastCleanupAt; ///< UTC; invalid: never.
    QString cacheDirectory;
    qint64 availableDiskSpaceBytes = -1; ///< -1: the disk could not be asked.
};

/// The proxy's numbers (`proxy`).
struct ProxyNumbers
{
    qint64 totalRequests = 0;
    qint64 totalBytesServed = 0;
    std::optional<double> averageResponseTimeMs; ///< Nothing before the first answer.
    std::optional<double> p50ResponseTimeMs;
    std::optional<double> p99ResponseTimeMs;
    qint64 activeConnections = 0;
    qint64 errors = 0;
};

/// What the service is doing (`manager`).
struct ManagerNumbers
{
    qint64 activeDownloads = 0;
    qint64 queuedDownloads = 0;
    qint64 leases = 0;
    qint64 jobs = 0;
    qint64 reservedBytes = 0; ///< Of downloads under way.
    bool cacheEnabled = true;
    qint64 uptimeMs = 0;
};

struct HealthCheckInfo
{
    /// proxy, api, directory, disk, index, limits, origins, downloads, clock, settings
    QString name;
    QString status; ///< ok, warning, critical
    QString issue; ///< A sentence; empty if all is well.
    QString recommendation;

    friend bool operator==(const HealthCheckInfo &, const HealthCheckInfo &) = default;
};

struct DiskSpaceInfo
{
    qint64 total = 0;
    qint64 available = 0;
    qint64 used = 0;

    friend bool operator==(const DiskSpaceInfo &, const DiskSpaceInfo &) = default;
};

struct HealthInfo
{
    QString status; ///< healthy, warning, critical; empty: not known.
    QStringList issues; ///< The gravest first.
    QStringList recommendations;
    QList<HealthCheckInfo> checks;
    std::optional<DiskSpaceInfo> disk;

    friend bool operator==(const HealthInfo &, const HealthInfo &) = default;
};

/// Data of GET /api/cache/status.
struct ServiceStatus
{
    CacheNumbers cache;
    ProxyNumbers proxy;
    ManagerNumbers manager;
    HealthInfo health;
    int proxyPort = 0;
};

[[nodiscard]] ServiceStatus statusFromJson(const QJsonObject &data);

/// Data of GET /api/cache/health and of `health` events.
[[nodiscard]] HealthInfo healthFromJson(const QJsonObject &data);

} // namespace r2cache
