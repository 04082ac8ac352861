// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

namespace r2cache {

/// How the cache came by what it answers, for Cache-Status (RFC 9211) and X-Cache.
struct CacheStatus
{
    enum class Outcome
    {
        Hit, ///< From a fresh entry.
        Stale, ///< From an expired entry; the origin was not waited for.
        Miss, ///< Not here: asked of the origin.
        Partial, ///< Some of it was here, the rest is asked of the origin.
    };

    Outcome outcome = Outcome::Hit;
    bool isStored = false; ///< What the origin sends is kept; false for pass-through.
    bool isCollapsed = false; ///< Joined a fill that was under way.
    std::optional<int> originStatus; ///< HTTP status of the origin.
    std::optional<std::chrono::seconds> timeToLive; ///< Negative when stale.
    QByteArray detail; ///< A word for people, e.g. "too_large"; empty for none.
};

/// "r2cache; fwd=uri-miss; stored". What says nothing about a hit (isStored, isCollapsed,
/// originStatus) is left out of one: RFC 9211 sections 2.3 to 2.6 tie it to forwarding.
[[nodiscard]] QByteArray cacheStatusField(const CacheStatus &status);

/// HIT, STALE, MISS or PARTIAL.
[[nodiscard]] QByteArray xCacheField(const CacheStatus &status);

} // namespace r2cache
