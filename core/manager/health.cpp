// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/health.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// From this share of a limit on, a person may want to act before eviction does.
constexpr double nearlyFull = 0.9;

bool isNearly(qint64 value, qint64 limit)
{
    return limit > 0 && static_cast<double>(value) >= static_cast<double>(limit) * nearlyFull;
}

} // namespace

HealthVerdict judgeHealth(const HealthReadings &readings)
{
    HealthVerdict verdict;
    verdict.disk = readings.disk;
    bool critical = false;
    const auto note = [&](const QString &issue, const QString &recommendation) {
        verdict.issues.append(issue);
        verdict.recommendations.append(recommendation);
    };
    if (!readings.proxyRunning) {
        critical = true;
        note(
            u"The range proxy is not running: no video is served."_s,
            u"Restart r2cache; its log says why the proxy stopped."_s);
    }
    if (!readings.disk) {
        critical = true;
        note(
            u"The cache directory %1 cannot be measured."_s.arg(readings.cacheDirectory),
            u"Check that the disk is there and that this user may read the directory."_s);
    } else if (readings.disk->available < readings.limits.minFreeBytes) {
        critical = true;
        note(
            u"The disk has less free space than CACHE_MIN_FREE_GB: nothing new is stored."_s,
            u"Free some disk space, or lower CACHE_MIN_FREE_GB."_s);
    }
    if (isNearly(readings.storedBytes, readings.limits.maxBytes)) {
        note(
            u"The cache is nearly as large as CACHE_MAX_SIZE_GB allows: old videos make room for "
            "new ones."_s,
            u"Raise CACHE_MAX_SIZE_GB if renders wait for videos that had been here."_s);
    }
    if (isNearly(readings.entries, readings.limits.maxEntries)) {
        note(
            u"The cache holds nearly as many videos as CACHE_MAX_ENTRIES allows."_s,
            u"Raise CACHE_MAX_ENTRIES if renders wait for videos that had been here."_s);
    }
    if (!readings.cacheEnabled) {
        note(
            u"CACHE_ENABLED is false: configs come back unchanged."_s,
            u"Set CACHE_ENABLED to true to cache videos again."_s);
    }
    verdict.status = critical      ? u"critical"_s
        : verdict.issues.isEmpty() ? u"healthy"_s
                                   : u"warning"_s;
    return verdict;
}

} // namespace r2cache
