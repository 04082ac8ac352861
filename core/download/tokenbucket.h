// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <chrono>

namespace r2cache {

/// How many bytes may pass by now, so that a rate is kept: tokens come in at the rate, one for each
/// byte, and no more than a tenth of a second's worth is saved up. Pure: it is told the time, which
/// never runs backwards.
class TokenBucket
{
public:
    using Time = std::chrono::nanoseconds; ///< Since an arbitrary moment.

    /// @param bytesPerSecond  0 or less: no limit.
    explicit TokenBucket(qint64 bytesPerSecond, Time now = {});

    [[nodiscard]] bool isUnlimited() const { return m_rate <= 0; }

    /// From @p now on; what was saved up stays, as far as the new rate allows.
    void setRate(qint64 bytesPerSecond, Time now);

    /// Takes up to @p wanted tokens, which must be more than 0.
    /// @return how many: none, rather than a few, until a piece worth reading has come together.
    [[nodiscard]] qint64 take(qint64 wanted, Time now);

    /// How long after @p now take() of @p wanted will give something.
    [[nodiscard]] Time timeUntil(qint64 wanted, Time now);

    /// The smallest piece, but for the end of a body: a fiftieth of a second's worth, 1 KiB or
    /// more.
    [[nodiscard]] qint64 piece() const;
    /// What is saved up at most.
    [[nodiscard]] qint64 capacity() const;

private:
    void refill(Time now);

    qint64 m_rate;
    double m_tokens = 0;
    Time m_refilled;
};

} // namespace r2cache
