// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/histogram.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace r2cache {

namespace {

constexpr int subBits = 2; // four buckets to a power of two
constexpr size_t subBuckets = 1U << subBits;

} // namespace

size_t HistogramCounts::bucketOf(std::chrono::nanoseconds duration)
{
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    const auto value = static_cast<quint64>(std::max<qint64>(micros, 0));
    if (value < subBuckets)
        return static_cast<size_t>(value);
    const auto exponent = static_cast<int>(std::bit_width(value)) - 1;
    const auto sub = static_cast<size_t>(value >> (exponent - subBits)) & (subBuckets - 1);
    const auto bucket = subBuckets * static_cast<size_t>(exponent - subBits + 1) + sub;
    return std::min(bucket, buckets - 1);
}

std::chrono::microseconds HistogramCounts::beginOf(size_t bucket)
{
    if (bucket < subBuckets)
        return std::chrono::microseconds{bucket};
    const auto shift = bucket / subBuckets - 1;
    return std::chrono::microseconds{(subBuckets + bucket % subBuckets) << shift};
}

qint64 HistogramCounts::total() const
{
    return std::accumulate(counts.begin(), counts.end(), qint64{0});
}

qint64 HistogramCounts::below(int exponent) const
{
    const auto end = bucketOf(std::chrono::microseconds{qint64{1} << exponent});
    return std::accumulate(
        counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(end), qint64{0});
}

std::optional<std::chrono::nanoseconds> HistogramCounts::mean() const
{
    const auto all = total();
    if (all == 0)
        return {};
    return sum / all;
}

std::optional<std::chrono::nanoseconds> HistogramCounts::quantile(double fraction) const
{
    const auto all = total();
    if (all == 0)
        return {};
    double left = fraction * static_cast<double>(all);
    size_t bucket = 0;
    while (bucket + 1 < buckets && static_cast<double>(counts.at(bucket)) < left)
        left -= static_cast<double>(counts.at(bucket++));
    const std::chrono::duration<double, std::nano> begin = beginOf(bucket);
    const std::chrono::duration<double, std::nano> end = beginOf(bucket + 1);
    const auto inside = counts.at(bucket) > 0 ? left / static_cast<double>(counts.at(bucket)) : 0.0;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        begin + (end - begin) * std::clamp(inside, 0.0, 1.0));
}

HistogramCounts &HistogramCounts::operator+=(const HistogramCounts &other)
{
    std::transform(
        counts.begin(), counts.end(), other.counts.begin(), counts.begin(), std::plus<>{});
    sum += other.sum;
    return *this;
}

void Histogram::record(std::chrono::nanoseconds duration)
{
    m_counts[HistogramCounts::bucketOf(duration)].fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(duration.count(), std::memory_order_relaxed);
}

HistogramCounts Histogram::counts() const
{
    HistogramCounts counts;
    std::transform(m_counts.begin(), m_counts.end(), counts.counts.begin(), [](const auto &count) {
        return count.load(std::memory_order_relaxed);
    });
    counts.sum = std::chrono::nanoseconds{m_sum.load(std::memory_order_relaxed)};
    return counts;
}

} // namespace r2cache
