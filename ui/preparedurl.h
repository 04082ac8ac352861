// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/downloadinfo.h"

#include <QJsonObject>

namespace r2cache {

/// A video that a config names, and what becomes of it.
struct PreparedUrl
{
    enum class Stage
    {
        Planned, ///< Nothing has begun.
        Fetching, ///< On its way or queued: download says how far.
        Local, ///< In the cache: its URL is local.
        Kept, ///< Its URL stays as it was: error says why, or leftOut.
    };

    QString url; ///< Without signature.
    QString configPath; ///< Of the first occurrence.
    int occurrences = 1;
    QString quality; ///< low, medium, high, uhd, unknown: estimated.
    QString estimatedSize; ///< small, medium, large, unknown.
    qint64 sizeBytes = -1; ///< True; -1: not known.
    bool wasCached = false; ///< Before anything began.
    QString problem; ///< One sentence; empty: none.
    QString leftOut; ///< Why the options leave it out; empty: they do not.
    Stage stage = Stage::Planned;
    DownloadInfo download; ///< While Fetching; error and errorCode while Kept.

    /// Bytes of it that are here.
    [[nodiscard]] qint64 bytesHere() const;

    friend bool operator==(const PreparedUrl &, const PreparedUrl &) = default;
};

/// Of an analysis' `urls`.
[[nodiscard]] PreparedUrl preparedUrlFromJson(const QJsonObject &json);

/// How many videos of which there are, and their bytes as far as known.
struct PreparedSum
{
    int videos = 0;
    qint64 bytes = 0;
};
struct PreparedSums
{
    PreparedSum all;
    PreparedSum here; ///< Cached before or meanwhile.
    PreparedSum toFetch; ///< Neither here nor kept.
    PreparedSum kept; ///< Keep their URL.
    bool areExact = true; ///< false: some sizes are not known.
    qint64 bytesHere = 0; ///< Of here and toFetch.
    qint64 bytesPerSecond = 0;
};

[[nodiscard]] PreparedSums sumsOf(const QList<PreparedUrl> &urls);

/// As they are right after a job has begun: queued, but for what is left out.
[[nodiscard]] QList<PreparedUrl> begunOf(QList<PreparedUrl> urls);
/// As they are where the job is not known any more: nothing has begun.
[[nodiscard]] QList<PreparedUrl> plannedOf(QList<PreparedUrl> urls);
/// With what a job tells of its `urls`; what it does not name keeps its URL.
[[nodiscard]] QList<PreparedUrl> withJob(QList<PreparedUrl> urls, const QJsonObject &job);
/// With how far the downloads of those are that are being fetched.
[[nodiscard]] QList<PreparedUrl>
withDownloads(QList<PreparedUrl> urls, const QList<DownloadInfo> &downloads);

} // namespace r2cache
