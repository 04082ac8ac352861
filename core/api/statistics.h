// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"
#include "core/manager/health.h"

#include <QJsonObject>

namespace r2cache {

// The parts of status, stats and health that both ports show. All on the service thread.

struct FillCounts
{
    qint64 active = 0;
    qint64 queued = 0; ///< Wait for their turn.
};

[[nodiscard]] FillCounts countFills(const ApiContext &context);
[[nodiscard]] QJsonObject cacheStatistics(const ApiContext &context);
[[nodiscard]] QJsonObject proxyStatistics(const ApiContext &context);
/// What is going on: queue, jobs, leases, uptime.
[[nodiscard]] QJsonObject managerStatistics(const ApiContext &context);
[[nodiscard]] QJsonObject healthJson(const HealthVerdict &verdict);
[[nodiscard]] QString nowText(const ApiContext &context);

} // namespace r2cache
