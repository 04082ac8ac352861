// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/evictionpolicy.h"

#include <algorithm>
#include <tuple>

namespace r2cache {

QList<EvictionCandidate>
chooseVictims(QList<EvictionCandidate> candidates, const EvictionGoal &goal, VictimOrder order)
{
    std::sort(
        candidates.begin(), candidates.end(),
        [order](const EvictionCandidate &a, const EvictionCandidate &b) {
            if (order == VictimOrder::LargestFirst)
                return std::tie(b.sizeBytes, a.id) < std::tie(a.sizeBytes, b.id);
            return std::tuple(!a.expired, a.lastAccessedMs, a.id)
                < std::tuple(!b.expired, b.lastAccessedMs, b.id);
        });
    qint64 bytes = 0;
    qsizetype count = 0;
    while (count < candidates.size() && (bytes < goal.bytes || count < goal.entries))
        bytes += candidates[count++].sizeBytes;
    candidates.resize(count);
    return candidates;
}

} // namespace r2cache
