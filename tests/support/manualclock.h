// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace r2cache {

/// A clock that stands still until it is told otherwise. Any thread.
class ManualClock final : public Clock
{
public:
    [[nodiscard]] QDateTime nowUtc() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;

    /// Somebody sets the wall clock: monotonic() knows nothing of it.
    void setWallClock(std::chrono::milliseconds by) { m_offset += by.count(); }

    void advance(std::chrono::milliseconds by) { m_sinceStart += by.count(); }

private:
    std::atomic<qint64> m_sinceStart = 0;
    std::atomic<qint64> m_offset = 0;
};

} // namespace r2cache
