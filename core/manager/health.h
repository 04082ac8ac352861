// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diskspace.h"
#include "core/cache/spacebudget.h"

#include <QStringList>

#include <optional>

namespace r2cache {

/// What was measured.
struct HealthReadings
{
    std::optional<DiskUsage> disk; ///< Nothing when the directory could not be asked.
    SpaceBudget::Limits limits;
    qint64 storedBytes = 0;
    qint64 entries = 0;
    QString cacheDirectory;
    bool proxyRunning = true;
    bool cacheEnabled = true;
};

struct HealthVerdict
{
    QString status; ///< healthy, warning or critical
    std::optional<DiskUsage> disk;
    QStringList issues; ///< Sentences, the gravest first.
    QStringList recommendations; ///< What to do about each.
};

/// Pure.
[[nodiscard]] HealthVerdict judgeHealth(const HealthReadings &readings);

} // namespace r2cache
