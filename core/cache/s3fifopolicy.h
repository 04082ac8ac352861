// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/evictionpolicy.h"

#include <QHash>

#include <deque>
#include <list>

namespace r2cache {

/// S3-FIFO (J. Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023).
///
///     new ──→ small (a tenth of the bytes) ── read twice or more ──→ main ──┐
///                 └── else: goes, remembered as a ghost             ▲   │   │ read since: round
///                 again
///     new, but a ghost ─────────────────────────────────────────────┘   └───┘ else: goes
///
/// So a scan of things used once passes through the small queue and leaves the main one alone.
/// Sizes differ here, so the tenth is one of bytes, as the authors' own code has it.
class S3FifoPolicy final : public EvictionPolicy
{
public:
    void add(const PolicyKey &key, qint64 sizeBytes) override;
    void restore(const PolicyKey &key, qint64 sizeBytes, qint64 accesses) override;
    void access(const PolicyKey &key, qint64 times) override;
    void remove(const PolicyKey &key, Removal why) override;
    [[nodiscard]] QList<PolicyKey> choose(const EvictionGoal &goal, const IsHeld &isHeld) override;
    [[nodiscard]] qsizetype count() const override { return m_byKey.size(); }

    /// Entries that have gone and are remembered: never more than there are entries (and a few).
    [[nodiscard]] qsizetype ghosts() const { return m_ghosts.size(); }

private:
    struct Node
    {
        PolicyKey key;
        qint64 sizeBytes = 0;
        int reads = 0; ///< Since it came into its queue; 3 at most.
        bool isMain = false;
    };
    using Queue = std::list<Node>; ///< Oldest first.

    void insert(const Node &node);
    void promote(Queue::iterator node);
    void rememberGhost(const PolicyKey &key);
    [[nodiscard]] bool takeGhost(const PolicyKey &key);
    [[nodiscard]] bool isSmallFull(qint64 chosenSmall, qint64 chosenMain) const;

    Queue m_small;
    Queue m_main;
    qint64 m_smallBytes = 0;
    qint64 m_mainBytes = 0;
    QHash<PolicyKey, Queue::iterator> m_byKey;
    std::deque<std::pair<quint64, quint64>> m_ghostOrder; ///< Fingerprint and turn, oldest first.
    QHash<quint64, quint64> m_ghosts; ///< Fingerprint → its latest turn.
    quint64 m_turn = 0;
};

} // namespace r2cache
