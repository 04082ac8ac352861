// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbcontext.h"

namespace r2cache {

/// How far some downloads are together.
struct TransferProgress
{
    qint64 videos = 0;
    qint64 ended = 0; ///< Here, or failed.
    qint64 failed = 0;
    qint64 waitingToRetry = 0; ///< Also those whose host has asked for patience.
    qint64 receivedBytes = 0;
    qint64 totalBytes = 0; ///< Of those whose size is known.
    bool totalIsKnown = true; ///< Of all.
    qint64 bytesPerSecond = 0;

    /// 0 to 1: by bytes if all sizes are known, else by videos.
    [[nodiscard]] double fraction() const;
    [[nodiscard]] qint64 timeLeftMs() const; ///< -1: not known.
};

/// Of GET /api/cache/jobs/:id.
[[nodiscard]] TransferProgress transferProgressOf(const QJsonObject &job);

/// Something said beside a bar.
struct ProgressPart
{
    QString text;
    int leaves = 0; ///< In which order parts go where a line is too short.
};

/// "[######----]  45 %  12.3 MB of 27.0 MB  9.8 MB/s  0:02 left  3 of 7": as much of it as @p width
/// has room for: whole parts, and a bar if there is room left. Pure.
[[nodiscard]] QString progressText(const TransferProgress &progress, int width);
/// The bar and the percentage alone, then @p parts.
[[nodiscard]] QString progressText(double fraction, QList<ProgressPart> parts, int width);

/// Shows how job @p id comes along until it has ended. @return it as it ended; Cancelled when a
/// signal came first: the job goes on; the errors of ServiceClient and of @p meanwhile, which is
/// called between looks (null: nothing is).
[[nodiscard]] Result<JobAnswer>
followJob(VerbContext &context, const QString &id, const std::function<Result<>()> &meanwhile = {});

} // namespace r2cache
