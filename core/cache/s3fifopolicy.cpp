// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/s3fifopolicy.h"

#include <algorithm>

namespace r2cache {

namespace {

constexpr int maxReads = 3; ///< Two bits, as in the paper.
constexpr int readsToPromote = 2;
constexpr qint64 smallShare = 10; ///< The small queue holds a tenth.
constexpr qsizetype fewestGhosts = 64; ///< So that a small main queue remembers something too.

/// Half of a digest: two objects that share it would cost a promotion in error, nothing else.
quint64 fingerprintOf(const PolicyKey &key)
{
    return key.low;
}

} // namespace

void S3FifoPolicy::add(const PolicyKey &key, qint64 sizeBytes)
{
    if (const auto known = m_byKey.constFind(key); known != m_byKey.constEnd()) {
        auto &node = **known;
        (node.isMain ? m_mainBytes : m_smallBytes) += sizeBytes - node.sizeBytes;
        node.sizeBytes = sizeBytes;
        return;
    }
    insert({key, sizeBytes, 0, takeGhost(key)});
}

void S3FifoPolicy::restore(const PolicyKey &key, qint64 sizeBytes, qint64 accesses)
{
    if (m_byKey.contains(key))
        return;
    // What was read often enough would be in the main queue; how often since then is not known.
    insert({key, sizeBytes, 0, accesses >= readsToPromote});
}

void S3FifoPolicy::access(const PolicyKey &key, qint64 times)
{
    const auto known = m_byKey.constFind(key);
    if (known == m_byKey.constEnd())
        return;
    auto &node = **known;
    node.reads = static_cast<int>(std::min<qint64>(maxReads, node.reads + times));
}

void S3FifoPolicy::remove(const PolicyKey &key, Removal why)
{
    const auto known = m_byKey.find(key);
    if (known == m_byKey.end())
        return;
    const auto node = *known;
    m_byKey.erase(known);
    if (why == Removal::Evicted && !node->isMain)
        rememberGhost(key);
    (node->isMain ? m_mainBytes : m_smallBytes) -= node->sizeBytes;
    (node->isMain ? m_main : m_small).erase(node);
}

QList<PolicyKey> S3FifoPolicy::choose(const EvictionGoal &goal, const IsHeld &isHeld)
{
    QList<PolicyKey> chosen;
    GoalProgress progress(goal);
    qint64 chosenSmall = 0;
    qint64 chosenMain = 0;
    // What is held or chosen is passed over and stays where it is; what has been read moves to the
    // end of the main queue, where this walk meets it again with one read less: so it ends.
    auto small = m_small.begin();
    auto main = m_main.begin();
    while (!progress.isReached() && (small != m_small.end() || main != m_main.end())) {
        const bool fromSmall = small != m_small.end()
            && (main == m_main.end() || isSmallFull(chosenSmall, chosenMain));
        const auto node = fromSmall ? small++ : main++;
        if (isHeld(node->key))
            continue;
        if (fromSmall && node->reads >= readsToPromote) {
            const bool mainWasOver = main == m_main.end();
            promote(node);
            if (mainWasOver)
                main = std::prev(m_main.end());
            continue;
        }
        if (!fromSmall && node->reads > 0) {
            --node->reads;
            const bool wasLast = main == m_main.end();
            m_main.splice(m_main.end(), m_main, node);
            if (wasLast)
                main = std::prev(m_main.end());
            continue;
        }
        chosen.append(node->key);
        progress.took(node->sizeBytes);
        (fromSmall ? chosenSmall : chosenMain) += node->sizeBytes;
    }
    return chosen;
}

void S3FifoPolicy::insert(const Node &node)
{
    auto &queue = node.isMain ? m_main : m_small;
    m_byKey.insert(node.key, queue.insert(queue.end(), node));
    (node.isMain ? m_mainBytes : m_smallBytes) += node.sizeBytes;
}

void S3FifoPolicy::promote(Queue::iterator node)
{
    m_smallBytes -= node->sizeBytes;
    m_mainBytes += node->sizeBytes;
    node->isMain = true;
    node->reads = 0;
    m_main.splice(m_main.end(), m_small, node);
}

void S3FifoPolicy::rememberGhost(const PolicyKey &key)
{
    const auto fingerprint = fingerprintOf(key);
    m_ghosts.insert(fingerprint, ++m_turn);
    m_ghostOrder.emplace_back(fingerprint, m_turn);
    const auto limit = std::max(fewestGhosts, m_byKey.size());
    while (static_cast<qsizetype>(m_ghostOrder.size()) > limit) {
        const auto [oldest, turn] = m_ghostOrder.front();
        m_ghostOrder.pop_front();
        if (m_ghosts.value(oldest) == turn) // else it was taken, or came and went again later
            m_ghosts.remove(oldest);
    }
}

bool S3FifoPolicy::takeGhost(const PolicyKey &key)
{
    return m_ghosts.remove(fingerprintOf(key));
}

bool S3FifoPolicy::isSmallFull(qint64 chosenSmall, qint64 chosenMain) const
{
    const qint64 small = m_smallBytes - chosenSmall;
    const qint64 all = small + m_mainBytes - chosenMain;
    return small * smallShare > all;
}

} // namespace r2cache
