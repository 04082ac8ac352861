// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <QHash>

#include <vector>

namespace r2cache {

/// How often origins failed to give an object lately: three times in 24 h make it problematic
/// (product section 3). Memory only and bounded. One thread.
class FailureHistory
{
public:
    explicit FailureHistory(const Clock &clock)
        : m_clock(clock)
    { }

    /// Counts a failure, unless it was none of the origin's (cancelled, disk full …).
    void remember(const QString &id, ErrorCode code);
    /// The object arrived.
    void forget(const QString &id) { m_times.remove(id); }
    /// Failures in the last 24 h, at most 3.
    [[nodiscard]] int recent(const QString &id) const { return countRecent(m_times.value(id)); }

private:
    [[nodiscard]] int countRecent(const std::vector<QDateTime> &times) const;

    const Clock &m_clock;
    QHash<QString, std::vector<QDateTime>> m_times; ///< Oldest first.
};

} // namespace r2cache
