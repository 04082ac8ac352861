// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/histogram.h"

#include <algorithm>

namespace r2cache {

/// What origins answered, since the start; redirects are answers like any other. Any thread.
class OriginMeters
{
public:
    static constexpr size_t classes = 5;

    /// @param after  from when the request was begun until the head of its answer was here.
    void addAnswer(int status, std::chrono::nanoseconds after)
    {
        const auto which = static_cast<size_t>(std::clamp(status / 100, 1, 5)) - 1;
        m_answers.at(which).fetch_add(1, std::memory_order_relaxed);
        m_times.record(after);
    }
    void addSilence() { m_silent.fetch_add(1, std::memory_order_relaxed); }

    /// @param which  0: 1xx, 4: 5xx.
    [[nodiscard]] qint64 answers(size_t which) const
    {
        return m_answers.at(which).load(std::memory_order_relaxed);
    }
    /// Requests that no HTTP answer came to.
    [[nodiscard]] qint64 silent() const { return m_silent.load(std::memory_order_relaxed); }
    [[nodiscard]] HistogramCounts times() const { return m_times.counts(); }

private:
    std::array<std::atomic<qint64>, classes> m_answers{};
    std::atomic<qint64> m_silent = 0;
    Histogram m_times;
};

} // namespace r2cache
