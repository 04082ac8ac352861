// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/onceperconnection.h"

#include <QHashFunctions>

#include <algorithm>

namespace r2cache {

bool OncePerConnection::isFirst(quint64 connection, const QString &id)
{
    const size_t pair = qHashMulti(QHashSeed::globalSeed(), connection, id);
    auto &bucket = m_buckets[pair % m_buckets.size()];
    const std::scoped_lock lock(bucket.mutex);
    if (std::ranges::find(bucket.pairs, pair) != bucket.pairs.end())
        return false;
    bucket.pairs[bucket.next] = pair;
    bucket.next = (bucket.next + 1) % bucket.pairs.size();
    return true;
}

} // namespace r2cache
