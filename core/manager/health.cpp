// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/health.h"

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Severity = HealthCheck::Severity;

/// Fewer failures in an hour may be one bad URL.
constexpr qint64 manyFailures = 3;
/// Amazon's and Cloudflare's limit for signed requests is 15 minutes; below this nobody notices.
constexpr std::chrono::minutes tolerableSkew{5};

HealthCheck proxyCheck(const HealthReadings &readings)
{
    const QString name = u"proxy"_s;
    if (!readings.proxyRunning) {
        return {
            name, Severity::Critical, u"The range proxy is not running: no video is served."_s,
            u"Restart r2cache; its log says why the proxy stopped."_s};
    }
    if (!readings.proxyFault.isEmpty()) {
        return {
            name, Severity::Critical,
            u"The range proxy does not answer: %1."_s.arg(readings.proxyFault),
            u"Look whether the machine is overloaded or out of open files; if it lasts, restart "
            "r2cache."_s};
    }
    return {name};
}

HealthCheck apiCheck(const HealthReadings &readings)
{
    const QString name = u"api"_s;
    if (readings.apiFault.isEmpty())
        return {name};
    return {
        name, Severity::Critical, u"The REST API does not answer: %1."_s.arg(readings.apiFault),
        u"Look whether the machine is overloaded; if it lasts, restart r2cache."_s};
}

HealthCheck directoryCheck(const HealthReadings &readings)
{
    const QString name = u"directory"_s;
    if (!readings.disk) {
        return {
            name, Severity::Critical,
            u"The cache directory %1 cannot be measured."_s.arg(readings.cacheDirectory),
            u"Check that the disk is there and that this user may read the directory."_s};
    }
    if (!readings.directoryFault.isEmpty()) {
        return {
            name, Severity::Critical,
            u"Nothing can be written in the cache directory %1: %2. What is cached is served, "
            "nothing new is stored."_s.arg(readings.cacheDirectory, readings.directoryFault),
            u"Mount the disk writable, or give this user the right to write there."_s};
    }
    return {name};
}

HealthCheck diskCheck(const HealthReadings &readings)
{
    const QString name = u"disk"_s;
    if (readings.disk && readings.disk->available < readings.limits.minFreeBytes) {
        return {
            name, Severity::Critical,
            u"The disk has less free space than CACHE_MIN_FREE_GB: nothing new is stored."_s,
            u"Free some disk space, or lower CACHE_MIN_FREE_GB."_s};
    }
    if (readings.lackedDisk) {
        return {
            name, Severity::Critical, u"In the last hour a video found no room on the disk."_s,
            u"Free some disk space."_s};
    }
    return {name};
}

HealthCheck indexCheck(const HealthReadings &readings)
{
    const QString name = u"index"_s;
    if (!readings.indexFault.isEmpty()) {
        return {
            name, Severity::Critical, u"The index fails: %1."_s.arg(readings.indexFault),
            u"Check the disk that holds the index, then restart r2cache: a damaged index is set "
            "aside and rebuilt from the files beside the videos."_s};
    }
    if (!readings.indexSetAside.isEmpty()) {
        return {
            name, Severity::Warning,
            u"The index was damaged; it was rebuilt from the files beside the videos."_s,
            u"Check the disk for errors, and have the entries verified (POST /api/cache/verify). "
            "The damaged file may be deleted: %1."_s.arg(readings.indexSetAside)};
    }
    return {name};
}

/// A cache that is full is as it should be: what nobody holds makes room.
HealthCheck limitsCheck(const HealthReadings &readings)
{
    const QString name = u"limits"_s;
    if (readings.lackedBytes) {
        return {
            name, Severity::Warning,
            u"In the last hour a video found no room: renders, pins and readers hold as much as "
            "CACHE_MAX_SIZE_GB allows."_s,
            u"Raise CACHE_MAX_SIZE_GB, end leases or unpin entries."_s};
    }
    if (readings.lackedEntries) {
        return {
            name, Severity::Warning,
            u"In the last hour a video found no room: renders, pins and readers hold as many as "
            "CACHE_MAX_ENTRIES allows."_s,
            u"Raise CACHE_MAX_ENTRIES, end leases or unpin entries."_s};
    }
    return {name};
}

HealthCheck originsCheck(const HealthReadings &readings)
{
    const QString name = u"origins"_s;
    if (!readings.downHosts.isEmpty()) {
        return {
            name, Severity::Warning,
            u"Origins that failed again and again: %1. They are tried again by themselves."_s.arg(
                readings.downHosts.join(u", "_s)),
            u"Check the network of this machine and the state of the origin; what is cached is "
            "served meanwhile."_s};
    }
    if (!readings.pausedHosts.isEmpty()) {
        return {
            name, Severity::Warning,
            u"Origins that asked for patience (Retry-After): %1. Downloads from there wait, five "
            "minutes at most."_s.arg(readings.pausedHosts.join(u", "_s)),
            u"Wait, or lower CACHE_MAX_CONCURRENT_DOWNLOADS if it happens often; what is cached is "
            "served meanwhile."_s};
    }
    return {name};
}

HealthCheck downloadsCheck(const HealthReadings &readings)
{
    const QString name = u"downloads"_s;
    // One in ten that fails in the end, after its retries, is more than chance.
    const bool areMany = readings.failedDownloads >= manyFailures
        && readings.failedDownloads * 10 >= readings.downloads + readings.failedDownloads;
    if (!areMany)
        return {name};
    return {
        name, Severity::Warning,
        u"%1 of %2 downloads failed in the last hour."_s.arg(readings.failedDownloads)
            .arg(readings.downloads + readings.failedDownloads),
        u"GET /api/cache/entries?status=error lists each with its error."_s};
}

HealthCheck clockCheck(const HealthReadings &readings)
{
    const QString name = u"clock"_s;
    const auto &skew = readings.clockSkew;
    if (!skew || std::chrono::abs(skew->ahead) < tolerableSkew)
        return {name};
    const auto minutes
        = std::chrono::duration_cast<std::chrono::minutes>(std::chrono::abs(skew->ahead));
    const auto amount = minutes < std::chrono::hours(2)
        ? u"%1 minutes"_s.arg(minutes.count())
        : u"%1 hours"_s.arg(std::chrono::duration_cast<std::chrono::hours>(minutes).count());
    const auto direction = skew->ahead.count() > 0 ? u"ahead of"_s : u"behind"_s;
    return {
        name, Severity::Warning,
        u"The clock of this computer is %1 %2 %3: presigned URLs and signed requests may be "
        "refused, and entries expire at the wrong time."_s.arg(amount, direction, skew->reference),
        u"Set the clock, for instance by timedatectl set-ntp true."_s};
}

HealthCheck settingsCheck(const HealthReadings &readings)
{
    const QString name = u"settings"_s;
    if (readings.cacheEnabled)
        return {name};
    return {
        name, Severity::Warning, u"CACHE_ENABLED is false: configs come back unchanged."_s,
        u"Set CACHE_ENABLED to true to cache videos again."_s};
}

} // namespace

bool HealthVerdict::saysTheSameAs(const HealthVerdict &other) const
{
    return std::ranges::equal(
        checks, other.checks, {}, &HealthCheck::severity, &HealthCheck::severity);
}

QString severityWord(HealthCheck::Severity severity)
{
    switch (severity) {
    case Severity::Ok:
        return u"ok"_s;
    case Severity::Warning:
        return u"warning"_s;
    case Severity::Critical:
        break;
    }
    return u"critical"_s;
}

HealthVerdict judgeHealth(const HealthReadings &readings)
{
    HealthVerdict verdict;
    verdict.disk = readings.disk;
    for (const auto &check :
         {proxyCheck, apiCheck, directoryCheck, diskCheck, indexCheck, limitsCheck, originsCheck,
          downloadsCheck, clockCheck, settingsCheck}) {
        verdict.checks.push_back(check(readings));
    }
    auto worst = Severity::Ok;
    for (const auto severity : {Severity::Critical, Severity::Warning}) {
        for (const auto &check : verdict.checks) {
            if (check.severity != severity)
                continue;
            verdict.issues.append(check.issue);
            verdict.recommendations.append(check.recommendation);
            worst = std::max(worst, severity);
        }
    }
    verdict.status = worst == Severity::Ok ? u"healthy"_s : severityWord(worst);
    return verdict;
}

} // namespace r2cache
