// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <atomic>

namespace r2cache {

/// The counts of a SizeHistogram at one moment.
struct SizeHistogramCounts
{
    /// A bucket for each power of four from 1 KiB to 64 GiB; the last one is open to above.
    static constexpr size_t bounds = 14;

    std::array<qint64, bounds + 1> counts{};
    qint64 sum = 0; ///< Bytes.

    /// The most that bucket @p bucket (below bounds) holds, in bytes.
    [[nodiscard]] static constexpr qint64 boundOf(size_t bucket)
    {
        return qint64{1024} << (2 * bucket);
    }
    /// The bucket that holds @p bytes.
    [[nodiscard]] static size_t bucketOf(qint64 bytes);
    [[nodiscard]] qint64 total() const;
};

/// Counts sizes in bytes; record() may be called from any thread, and costs two relaxed additions.
class SizeHistogram
{
public:
    void record(qint64 bytes);
    [[nodiscard]] SizeHistogramCounts counts() const;

private:
    std::array<std::atomic<qint64>, SizeHistogramCounts::bounds + 1> m_counts{};
    std::atomic<qint64> m_sum = 0;
};

} // namespace r2cache
