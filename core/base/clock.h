// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <chrono>

namespace r2cache {

/// Time as a dependency, so that tests can tell it. All methods may be called from any thread.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Wall time, UTC, for what is shown or stored. May jump.
    [[nodiscard]] virtual QDateTime nowUtc() const = 0;

    /// Time since an arbitrary moment that never jumps: for timeouts, rates and ages in memory.
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;

    /// The same, but it goes on while the computer sleeps: what wall time should have done.
    [[nodiscard]] virtual std::chrono::milliseconds sinceBoot() const { return monotonic(); }
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime nowUtc() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override;
};

} // namespace r2cache
