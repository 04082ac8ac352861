// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"

#include <chrono>
#include <optional>

namespace r2cache {

/// When the origin of an entry is asked whether it still holds.
enum class FreshnessPolicy
{
    Ttl, ///< When its time to live is over: its own, else CACHE_TTL_DAYS.
    Always, ///< For every config that is processed, and by readers once a minute.
    Never, ///< It does not change: it never expires.
};

/// "ttl", "always", "never".
[[nodiscard]] QString policyWord(FreshnessPolicy policy);
[[nodiscard]] std::optional<FreshnessPolicy> policyOfWord(const QString &word);

[[nodiscard]] FreshnessPolicy policyOf(const EntryRecord &record);
/// EntryRecord::ttlMs of an entry with that policy; @p ttlMs is Ttl's, 0: CACHE_TTL_DAYS.
[[nodiscard]] qint64 ttlMsOf(FreshnessPolicy policy, qint64 ttlMs = 0);

/// How long a confirmation by the origin holds, in milliseconds; 0: CACHE_TTL_DAYS.
[[nodiscard]] qint64 ownLifetimeMs(const EntryRecord &record);

/// When @p record has to be revalidated: its own time to live, else @p defaultTtl, after the origin
/// last confirmed it. Pure.
[[nodiscard]] QDateTime expiryOf(const EntryRecord &record, std::chrono::milliseconds defaultTtl);

[[nodiscard]] bool
isExpired(const EntryRecord &record, std::chrono::milliseconds defaultTtl, const QDateTime &now);

} // namespace r2cache
