// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/evictionpolicy.h"

#include <QHash>

#include <list>

namespace r2cache {

/// Least recently used first. The cache itself takes this order from the index, which costs no
/// memory (VictimSearch); in memory it is what the other policies are compared with.
class LruPolicy final : public EvictionPolicy
{
public:
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
    };

    std::list<Node> m_byAge; ///< Oldest first.
    QHash<PolicyKey, std::list<Node>::iterator> m_byKey;
};

} // namespace r2cache
