// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/diskcache.h"

namespace r2cache {

struct ReconcileReport
{
    qint64 adopted = 0; ///< Files with a good sidecar but no row.
    qint64 quarantined = 0; ///< Videos without a good sidecar, or with other bytes.
    qint64 missing = 0; ///< Rows whose file was gone.
    qint64 swept = 0; ///< Sidecars and temporaries without a video.
};

/// Brings index and directory into agreement after serving has begun: rows without their file go,
/// files with a sidecar are adopted and re-hashed, others go to quarantine/, strays are removed.
/// Runs beside fills and evictions: what they hold is left alone. Ends early, with what it has
/// done, once @p stop is true. Service thread.
[[nodiscard]] QCoro::Task<Result<ReconcileReport>>
reconcile(DiskCache &cache, QThreadPool &pool, const std::atomic<bool> &stop);

} // namespace r2cache
