// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/evictionpolicy.h"

#include "core/cache/gdsfpolicy.h"
#include "core/cache/lrupolicy.h"
#include "core/cache/s3fifopolicy.h"

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

namespace {

constexpr qsizetype half = 16; ///< Hex digits of 64 bits.
constexpr int hex = 16;

QString halfText(quint64 value)
{
    return QString::number(value, hex).rightJustified(half, u'0');
}

} // namespace

PolicyKey policyKeyOf(const QString &id, int version)
{
    return {
        QStringView(id).first(half).toULongLong(nullptr, hex),
        QStringView(id).sliced(half).toULongLong(nullptr, hex), version};
}

QString idOf(const PolicyKey &key)
{
    return halfText(key.high) + halfText(key.low);
}

std::unique_ptr<EvictionPolicy> makeEvictionPolicy(PolicyKind kind)
{
    switch (kind) {
    case PolicyKind::Lru:
        break;
    case PolicyKind::Gdsf:
        return std::make_unique<GdsfPolicy>();
    case PolicyKind::S3Fifo:
        return std::make_unique<S3FifoPolicy>();
    }
    return std::make_unique<LruPolicy>();
}

} // namespace r2cache
