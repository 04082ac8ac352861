// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/jobs.h"
#include "core/manager/revalidator.h"
#include "core/url/analysis.h"

#include <QThreadPool>

namespace r2cache {

/// What process-config was asked, checked for types.
struct ConfigRequest
{
    QByteArray config; ///< Its JSON text as it came.
    ProcessingOptions options;
    bool enabled = true; ///< CACHE_ENABLED: else the config comes back as it is.
    std::chrono::milliseconds leaseDuration{std::chrono::hours{6}};
    QStringList tags;
    bool optimistic = false; ///< Whether StartedConfig::optimistic is wanted.
};

/// A config on its way through process-config.
struct StartedConfig
{
    JobPtr job;
    QByteArray optimistic; ///< The answer at once, if wanted: every chosen URL rewritten.
};

/// Finds the URLs, opens the lease, remembers the objects and starts what is missing.
/// @return InvalidJson, or Database when the objects could not be remembered. Service thread;
/// large configs are scanned on @p pool.
[[nodiscard]] QCoro::Task<Result<StartedConfig>> startConfig(
    ConfigRequest request, VideoCache &videos, Jobs &jobs, QThreadPool &pool,
    Revalidator *revalidator = nullptr);

/// The analysis of a config, with what the index and the queue know of its objects.
struct AnalysedConfig
{
    ConfigScan scan;
    ConfigAnalysis analysis;
};

/// @param probe  asks origins for the true sizes of what is not here, some at a time; null: no.
[[nodiscard]] QCoro::Task<Result<AnalysedConfig>> analyseConfig(
    QByteArray config, ProcessingOptions options, VideoCache &videos, QThreadPool &pool,
    ProbeObject probe);

} // namespace r2cache
