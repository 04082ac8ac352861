// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/gdsfpolicy.h"

#include <algorithm>

namespace r2cache {

namespace {

/// Counts of a whole life say little about now: those of an earlier run count up to here, or what
/// was loved a year ago would outlive what is read today.
constexpr qint64 maxRestoredFrequency = 4;

} // namespace

GdsfPolicy::GdsfPolicy(qint64 fixedCostBytes)
    : m_fixedCostBytes(fixedCostBytes)
{ }

void GdsfPolicy::add(const PolicyKey &key, qint64 sizeBytes)
{
    const auto known = m_byKey.constFind(key);
    if (known == m_byKey.constEnd())
        insert({key, sizeBytes});
    else
        (*known)->second.sizeBytes = sizeBytes;
}

void GdsfPolicy::restore(const PolicyKey &key, qint64 sizeBytes, qint64 accesses)
{
    if (!m_byKey.contains(key))
        insert({key, sizeBytes, std::clamp<qint64>(accesses + 1, 1, maxRestoredFrequency)});
}

void GdsfPolicy::access(const PolicyKey &key, qint64 times)
{
    const auto known = m_byKey.find(key);
    if (known == m_byKey.end())
        return;
    auto node = (*known)->second;
    m_order.erase(*known);
    node.frequency += times;
    insert(node);
}

void GdsfPolicy::remove(const PolicyKey &key, Removal why)
{
    const auto known = m_byKey.find(key);
    if (known == m_byKey.end())
        return;
    if (why == Removal::Evicted)
        m_clock = std::max(m_clock, (*known)->first);
    m_order.erase(*known);
    m_byKey.erase(known);
}

QList<PolicyKey> GdsfPolicy::choose(const EvictionGoal &goal, const IsHeld &isHeld)
{
    QList<PolicyKey> chosen;
    GoalProgress progress(goal);
    for (auto at = m_order.cbegin(); at != m_order.cend() && !progress.isReached(); ++at) {
        const auto &node = at->second;
        if (isHeld(node.key))
            continue;
        chosen.append(node.key);
        progress.took(node.sizeBytes);
    }
    return chosen;
}

void GdsfPolicy::insert(const Node &node)
{
    m_byKey.insert(node.key, m_order.emplace(priorityOf(node), node));
}

double GdsfPolicy::priorityOf(const Node &node) const
{
    const auto size = static_cast<double>(std::max<qint64>(node.sizeBytes, 1));
    const double cost = static_cast<double>(m_fixedCostBytes) + size;
    return m_clock + static_cast<double>(node.frequency) * cost / size;
}

} // namespace r2cache
