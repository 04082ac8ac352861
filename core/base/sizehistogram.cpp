// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sizehistogram.h"

#include <algorithm>
#include <numeric>

namespace r2cache {

size_t SizeHistogramCounts::bucketOf(qint64 bytes)
{
    size_t bucket = 0;
    while (bucket < bounds && bytes > boundOf(bucket))
        ++bucket;
    return bucket;
}

qint64 SizeHistogramCounts::total() const
{
    return std::accumulate(counts.begin(), counts.end(), qint64{0});
}

void SizeHistogram::record(qint64 bytes)
{
    m_counts.at(SizeHistogramCounts::bucketOf(bytes)).fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(bytes, std::memory_order_relaxed);
}

SizeHistogramCounts SizeHistogram::counts() const
{
    SizeHistogramCounts counts;
    std::transform(m_counts.begin(), m_counts.end(), counts.counts.begin(), [](const auto &count) {
        return count.load(std::memory_order_relaxed);
    });
    counts.sum = m_sum.load(std::memory_order_relaxed);
    return counts;
}

} // namespace r2cache
