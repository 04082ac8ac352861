// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/lrupolicy.h"

namespace r2cache {

void LruPolicy::add(const PolicyKey &key, qint64 sizeBytes)
{
    if (const auto known = m_byKey.constFind(key); known != m_byKey.constEnd()) {
        (*known)->sizeBytes = sizeBytes;
        return;
    }
    m_byKey.insert(key, m_byAge.insert(m_byAge.end(), {key, sizeBytes}));
}

void LruPolicy::restore(const PolicyKey &key, qint64 sizeBytes, qint64 accesses)
{
    Q_UNUSED(accesses)
    if (!m_byKey.contains(key))
        add(key, sizeBytes);
}

void LruPolicy::access(const PolicyKey &key, qint64 times)
{
    Q_UNUSED(times)
    if (const auto known = m_byKey.constFind(key); known != m_byKey.constEnd())
        m_byAge.splice(m_byAge.end(), m_byAge, *known);
}

void LruPolicy::remove(const PolicyKey &key, Removal why)
{
    Q_UNUSED(why)
    const auto known = m_byKey.find(key);
    if (known == m_byKey.end())
        return;
    m_byAge.erase(*known);
    m_byKey.erase(known);
}

QList<PolicyKey> LruPolicy::choose(const EvictionGoal &goal, const IsHeld &isHeld)
{
    QList<PolicyKey> chosen;
    GoalProgress progress(goal);
    for (auto node = m_byAge.cbegin(); node != m_byAge.cend() && !progress.isReached(); ++node) {
        if (isHeld(node->key))
            continue;
        chosen.append(node->key);
        progress.took(node->sizeBytes);
    }
    return chosen;
}

} // namespace r2cache
