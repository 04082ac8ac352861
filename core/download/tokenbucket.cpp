// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/tokenbucket.h"

#include <algorithm>
#include <cmath>

namespace r2cache {

namespace {

// Where a rate is very low, single bytes would cost more than they are worth.
constexpr qint64 smallestPiece = 1024;

constexpr double secondsIn(TokenBucket::Time time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

TokenBucket::TokenBucket(qint64 bytesPerSecond, Time now)
    : m_rate(bytesPerSecond)
    , m_refilled(now)
{ }

qint64 TokenBucket::piece() const
{
    return std::max(m_rate / 50, smallestPiece);
}

qint64 TokenBucket::capacity() const
{
    return std::max(m_rate / 10, smallestPiece);
}

void TokenBucket::setRate(qint64 bytesPerSecond, Time now)
{
    refill(now);
    m_rate = bytesPerSecond;
    m_tokens = std::min(m_tokens, static_cast<double>(capacity()));
}

qint64 TokenBucket::take(qint64 wanted, Time now)
{
    if (isUnlimited())
        return wanted;
    refill(now);
    const auto there = static_cast<qint64>(m_tokens);
    if (there < std::min(wanted, piece()))
        return 0;
    const auto taken = std::min(wanted, there);
    m_tokens -= static_cast<double>(taken);
    return taken;
}

TokenBucket::Time TokenBucket::timeUntil(qint64 wanted, Time now)
{
    if (isUnlimited())
        return Time{0};
    refill(now);
    const auto missing = static_cast<double>(std::min(wanted, piece())) - m_tokens;
    if (missing <= 0)
        return Time{0};
    // Rounded up: a look that comes too early would be in vain.
    return Time{static_cast<qint64>(std::ceil(missing / static_cast<double>(m_rate) * 1e9))};
}

void TokenBucket::refill(Time now)
{
    if (now <= m_refilled)
        return;
    if (!isUnlimited())
        m_tokens = std::min(
            m_tokens + secondsIn(now - m_refilled) * static_cast<double>(m_rate),
            static_cast<double>(capacity()));
    m_refilled = now;
}

} // namespace r2cache
