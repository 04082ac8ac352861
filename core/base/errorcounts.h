// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <array>
#include <atomic>

namespace r2cache {

/// How often each ErrorCode was the reason of something, since the start. Any thread.
class ErrorCounts
{
public:
    static constexpr size_t codes = static_cast<size_t>(ErrorCode::Internal) + 1;

    void add(ErrorCode code)
    {
        m_counts.at(static_cast<size_t>(code)).fetch_add(1, std::memory_order_relaxed);
    }
    [[nodiscard]] qint64 of(ErrorCode code) const
    {
        return m_counts.at(static_cast<size_t>(code)).load(std::memory_order_relaxed);
    }

private:
    std::array<std::atomic<qint64>, codes> m_counts{};
};

} // namespace r2cache
