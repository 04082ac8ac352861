// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>
#include <optional>

namespace r2cache {

/// What tells whether somebody needs a service.
struct ServiceActivity
{
    bool isNeeded = false; ///< A lease, a download, a job or a listener to events is there.
    qint64 reads = 0; ///< So far, in any unit: what has grown was used.

    friend bool operator==(const ServiceActivity &, const ServiceActivity &) = default;
};

/// When a service has not been needed for long enough: for `--exit-when-idle`. Pure.
class IdleRule
{
public:
    explicit IdleRule(std::chrono::milliseconds after)
        : m_after(after)
    { }

    /// @param now  monotonic; each look not before the last one.
    [[nodiscard]] bool isOver(std::chrono::milliseconds now, const ServiceActivity &activity)
    {
        if (activity.isNeeded || activity.reads != m_reads || !m_since)
            m_since = now;
        m_reads = activity.reads;
        return now - *m_since >= m_after;
    }

private:
    std::chrono::milliseconds m_after;
    std::optional<std::chrono::milliseconds> m_since;
    qint64 m_reads = 0;
};

} // namespace r2cache
