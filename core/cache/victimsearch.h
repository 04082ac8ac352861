// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/cache/evictionpolicy.h"
#include "core/cache/index.h"

#include <QCoroTask>

#include <functional>

namespace r2cache {

/// Which entries to clear.
struct ClearRequest
{
    enum class Strategy
    {
        LeastRecentlyUsed, ///< Down to @c targetBytes.
        SizeLimit, ///< Largest first, down to @c targetBytes.
        TtlExpired, ///< Expired ones only.
        Manual, ///< All that match.
        All,
    };

    Strategy strategy = Strategy::LeastRecentlyUsed;
    QString pattern; ///< Wildcard (`*`, `?`) over the URL, or a part of it; empty: any.
    QStringList tags; ///< All of them must be there.
    std::optional<qint64> targetBytes; ///< Else 80 % of both limits.
};

/// Finds the entries that may go, page by page through the index: never one that is held.
///
/// Same thread as the cache that asks. What it finds was true when its page was read: the caller
/// drops what is held by then (dropHeld()) in the turn in which it removes.
class VictimSearch
{
public:
    using IsHeld = std::function<bool(const EntryRecord &)>;

    VictimSearch(Index &index, const Clock &clock, IsHeld isHeld);

    /// Entries without a TTL of their own expire after @p ttl; zero: never.
    void setDefaultTtl(std::chrono::milliseconds ttl) { m_defaultTtl = ttl; }

    /// The least recently used (expired first) that reach @p goal; nothing if all of them together
    /// do not, so that nothing is evicted in vain.
    [[nodiscard]] QCoro::Task<Result<QList<EntryRecord>>> makingRoom(EvictionGoal goal) const;

    /// Everything that pattern, tags and expiry of @p request fit.
    [[nodiscard]] QCoro::Task<Result<QList<EntryRecord>>> matching(ClearRequest request) const;

    /// Those of @p records, in @p order, that reach @p goal; all of them if they do not.
    [[nodiscard]] QList<EntryRecord>
    reaching(const EvictionGoal &goal, const QList<EntryRecord> &records, VictimOrder order) const;

    /// Takes out what is held by now, and what is there twice because pages have shifted.
    void dropHeld(QList<EntryRecord> &victims) const;

private:
    [[nodiscard]] EvictionCandidate candidateOf(const EntryRecord &record) const;

    Index &m_index;
    const Clock &m_clock;
    IsHeld m_isHeld;
    std::chrono::milliseconds m_defaultTtl{0};
};

} // namespace r2cache
