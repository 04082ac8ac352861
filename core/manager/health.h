// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diskspace.h"
#include "core/base/error.h"
#include "core/cache/spacebudget.h"

#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace r2cache {

/// How far the clock of this computer is from another one.
struct ClockSkew
{
    std::chrono::seconds ahead{0}; ///< Of ours; negative: behind.
    QString reference; ///< What it was compared with, for a sentence: "cdn.example.com", …
};

/// What was measured. Nothing, or an empty text, is as good as well.
struct HealthReadings
{
    std::optional<DiskUsage> disk; ///< Nothing when the directory could not be asked.
    QString directoryFault; ///< Why nothing can be written there.
    SpaceBudget::Limits limits;
    bool lackedBytes = false; ///< In the last hour a video found no room for what is held.
    bool lackedEntries = false; ///< The same.
    bool lackedDisk = false; ///< In the last hour a video found no room on the disk.
    QString cacheDirectory;
    QString indexFault; ///< What the database said.
    QString indexSetAside; ///< Where the damaged database is that was replaced at the start.
    bool proxyRunning = true;
    QString proxyFault; ///< Why it did not answer a request.
    QString apiFault; ///< The same.
    bool cacheEnabled = true;
    QStringList downHosts; ///< Origins ("host:port") that failed again and again.
    QStringList pausedHosts; ///< The same that have asked for patience and are left alone.
    qint64 downloads = 0; ///< That ended in the last hour: well,
    qint64 failedDownloads = 0; ///< and badly.
    std::optional<ClockSkew> clockSkew;
};

/// One thing that was looked at.
struct HealthCheck
{
    enum class Severity
    {
        Ok,
        Warning,
        Critical,
    };

    QString
        name; ///< proxy, api, directory, disk, index, limits, origins, downloads, clock, settings
    Severity severity = Severity::Ok;
    QString issue{}; ///< A sentence; empty if all is well.
    QString recommendation{}; ///< What to do about it.

    friend bool operator==(const HealthCheck &, const HealthCheck &) = default;
};

struct HealthVerdict
{
    QString status; ///< healthy, warning or critical
    std::optional<DiskUsage> disk;
    std::vector<HealthCheck> checks; ///< One a name, always all, in that order.
    QStringList issues; ///< Of the checks, the gravest first.
    QStringList recommendations; ///< What to do about each.

    /// Whether it says of each thing what @p other does, however differently.
    [[nodiscard]] bool saysTheSameAs(const HealthVerdict &other) const;
};

/// "ok", "warning" or "critical".
[[nodiscard]] QString severityWord(HealthCheck::Severity severity);

/// Pure.
[[nodiscard]] HealthVerdict judgeHealth(const HealthReadings &readings);

} // namespace r2cache
