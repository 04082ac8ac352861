// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/evictionpolicy.h"

#include <QHash>

#include <map>

namespace r2cache {

/// Greedy-Dual-Size-Frequency (L. Cherkasova, HP Laboratories report HPL-98-69, 1998): the lowest
/// priority goes, and priority = clock + frequency x cost / size. The clock is the priority of what
/// was evicted last, so that what is not read any more is overtaken in time.
///
/// Fetching again costs a request and its bytes: cost = @c fixedCostBytes + size.
class GdsfPolicy final : public EvictionPolicy
{
public:
    /// What the request itself costs, as the bytes that could be transferred meanwhile: a round
    /// trip or two to R2 of some 100 ms in all, at some 80 Mbit/s.
    static constexpr qint64 defaultFixedCostBytes = 1'048'576;

    explicit GdsfPolicy(qint64 fixedCostBytes = defaultFixedCostBytes);

    void add(const PolicyKey &key, qint64 sizeBytes) override;
    void restore(const PolicyKey &key, qint64 sizeBytes, qint64 accesses) override;
    void access(const PolicyKey &key, qint64 times) override;
    void remove(const PolicyKey &key, Removal why) override;
    [[nodiscard]] QList<PolicyKey> choose(const EvictionGoal &goal, const IsHeld &isHeld) override;
    [[nodiscard]] qsizetype count() const override { return m_byKey.size(); }

private:
    struct Node
    {
        PolicyKey key;
        qint64 sizeBytes = 0;
        qint64 frequency = 1; ///< Fetching it was the first use.
    };
    using Order = std::multimap<double, Node>; ///< By priority; equal ones in order of insertion.

    void insert(const Node &node);
    [[nodiscard]] double priorityOf(const Node &node) const;

    qint64 m_fixedCostBytes;
    double m_clock = 0;
    Order m_order;
    QHash<PolicyKey, Order::iterator> m_byKey;
};

} // namespace r2cache
