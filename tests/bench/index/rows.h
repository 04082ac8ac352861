// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"

namespace r2cache {

/// The rows that the benchmark of the index is about: row @c i of @c count is the same in each run,
/// but for its times, which are relative to @c now.
///
/// Created over the last 30 days in the order of their numbers and read for some days after; URLs
/// of about 110 characters; a tenth with a time to live of their own; one in a hundred pinned.
struct BenchRows
{
    qint64 count = 0;
    QDateTime now; ///< UTC; CACHE_TTL_DAYS before it about a quarter have expired.

    static constexpr qint64 defaultTtlMs = 7LL * 24 * 3600 * 1000;
    // Tags by how many rows have them.
    static constexpr const char *mostHave = "render"; ///< Two of three.
    static constexpr const char *someHave = "project-7"; ///< One of 200.
    static constexpr const char *fewHave = "batch-3"; ///< A hundred.
    // Words in URLs.
    static constexpr const char *commonWord = "projects"; ///< All.
    static constexpr const char *rareWord = "scene-77-"; ///< One.
    static constexpr const char *middlingWord = "waterfall"; ///< One of 64.
    static constexpr const char *absentWord = "nowhere-to-be-found";

    [[nodiscard]] EntryRecord row(qint64 i) const;
};

} // namespace r2cache
