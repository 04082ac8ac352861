// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>
#include <chrono>
#include <optional>

namespace r2cache {

/// The counts of a Histogram at one moment, or the sum of several.
///
/// Four buckets to each power of two of microseconds, the last one open to above: a quantile is
/// within an eighth of the true value, whatever its size (as in HdrHistogram, with two bits).
struct HistogramCounts
{
    static constexpr size_t buckets = 104; ///< Up to 2^27 µs, about two minutes.

    std::array<qint64, buckets> counts{};
    std::chrono::nanoseconds sum{0};

    /// The bucket that holds @p duration; negative ones count as zero.
    [[nodiscard]] static size_t bucketOf(std::chrono::nanoseconds duration);
    /// Where bucket @p bucket begins; its end is where the next one begins.
    [[nodiscard]] static std::chrono::microseconds beginOf(size_t bucket);

    [[nodiscard]] qint64 total() const;
    /// How many took less than 2^@p exponent µs: exact, a bucket begins there.
    [[nodiscard]] qint64 below(int exponent) const;
    /// Nothing when nothing was counted.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> mean() const;
    /// @p fraction of 0.5 is the median; interpolated within its bucket.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> quantile(double fraction) const;

    HistogramCounts &operator+=(const HistogramCounts &other);
};

/// Counts durations; record() may be called from any thread, and costs two relaxed additions.
class Histogram
{
public:
    void record(std::chrono::nanoseconds duration);
    [[nodiscard]] HistogramCounts counts() const;

private:
    std::array<std::atomic<qint64>, HistogramCounts::buckets> m_counts{};
    std::atomic<qint64> m_sum = 0; ///< Nanoseconds.
};

} // namespace r2cache
