// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/cache/evictionpolicy.h"
#include "core/cache/index.h"

#include <QCoroTask>
#include <QSet>

#include <atomic>
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

/// Finds the entries that may go: never one that is held. Page by page through the index, or, for
/// making room under a policy that remembers, in that policy's order.
///
/// Under `lru` nothing is kept in memory. The other policies have to be taught what an earlier run
/// left (learn()); until that is done, and when they know too little, the index's order stands in.
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

    /// Starts anew with a policy of @p kind if that is another one; learn() is to follow.
    void setPolicy(PolicyKind kind);

    /// Tells the policy of the entries that are in the index, and keeps it from evicting the pinned
    /// ones in vain. Nothing to do under `lru`. Ends early once @p stop is true.
    [[nodiscard]] QCoro::Task<Result<>> learn(const std::atomic<bool> &stop);

    /// The first to go that reach @p goal, expired ones before all others; nothing if all of them
    /// together do not, so that nothing is evicted in vain. Beyond the goal, as many of the next
    /// ones as fit into @p margin whole: the low watermark, which nobody insists on.
    [[nodiscard]] QCoro::Task<Result<QList<EntryRecord>>>
    makingRoom(EvictionGoal goal, EvictionGoal margin);

    // What the policy has to hear of.
    void noteAdded(const EntryRecord &record);
    void noteAccesses(const QList<EntryTouch> &touches);
    void noteRemoved(const EntryRecord &record, EvictionPolicy::Removal why);
    void notePinned(const EntryKey &key, bool pinned);

    struct Matches
    {
        QList<EntryRecord> free;
        QList<EntryRecord> held; ///< Which stay.
    };
    /// Everything that pattern, tags and expiry of @p request fit.
    [[nodiscard]] QCoro::Task<Result<Matches>> matching(ClearRequest request) const;

    /// Those of @p records, in @p order, that reach @p goal; all of them if they do not.
    [[nodiscard]] QList<EntryRecord>
    reaching(const EvictionGoal &goal, const QList<EntryRecord> &records, VictimOrder order) const;

    /// Takes out what is held by now, and what is there twice because pages have shifted.
    void dropHeld(QList<EntryRecord> &victims) const;

private:
    [[nodiscard]] EvictionCandidate candidateOf(const EntryRecord &record) const;
    [[nodiscard]] QCoro::Task<Result<QList<EntryRecord>>>
    byLastAccess(EvictionGoal goal, EvictionGoal margin) const;
    /// Expired ones that reach @p goal; all that may go if they do not.
    [[nodiscard]] QCoro::Task<Result<QList<EntryRecord>>> expiredOnes(EvictionGoal goal) const;
    /// @p taken: go already.
    [[nodiscard]] QCoro::Task<Result<QList<EntryRecord>>>
    byPolicy(EvictionGoal goal, EvictionGoal margin, QList<EntryRecord> taken);
    [[nodiscard]] QList<EntryKey>
    proposed(const EvictionGoal &goal, const QSet<PolicyKey> &taken) const;

    Index &m_index;
    const Clock &m_clock;
    IsHeld m_isHeld;
    std::chrono::milliseconds m_defaultTtl{0};
    PolicyKind m_kind = PolicyKind::Lru;
    std::unique_ptr<EvictionPolicy> m_policy; ///< Null under `lru`: the index knows that order.
    bool m_learnt = false;
    QSet<PolicyKey> m_pinned; ///< As far as they are known; found ones are added.
};

} // namespace r2cache
