// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manualclock.h"

#include "core/base/compat.h"

namespace r2cache {

QDateTime ManualClock::nowUtc() const
{
    constexpr qint64 start = 1'767'225'600'000; // 2026-01-01T00:00:00Z
    return QDateTime::fromMSecsSinceEpoch(start + m_sinceStart + m_offset, utcZone);
}

std::chrono::milliseconds ManualClock::monotonic() const
{
    return std::chrono::milliseconds{m_sinceStart};
}

} // namespace r2cache
