// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <atomic>

namespace r2cache {

/// How often each route of the API was answered, by class of status (2xx …), since the start. Any
/// thread.
class ApiCounts
{
public:
    static constexpr size_t routes = 64; ///< Room for the table in routes.cpp.
    static constexpr size_t classes = 5;

    /// @param route  its place in apiRoutes().
    void add(size_t route, int status)
    {
        const auto which = static_cast<size_t>(std::clamp(status / 100, 1, 5)) - 1;
        m_counts.at(route).at(which).fetch_add(1, std::memory_order_relaxed);
    }
    /// @param which  0: 1xx, 4: 5xx.
    [[nodiscard]] qint64 of(size_t route, size_t which) const
    {
        return m_counts.at(route).at(which).load(std::memory_order_relaxed);
    }

private:
    std::array<std::array<std::atomic<qint64>, classes>, routes> m_counts{};
};

} // namespace r2cache
