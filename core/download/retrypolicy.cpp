// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/retrypolicy.h"

namespace r2cache {

using std::chrono::milliseconds;

bool RetryPolicy::isRetriable(const OriginFailure &failure)
{
    switch (failure.error.code) {
    case ErrorCode::OriginUnreachable:
    case ErrorCode::OriginTimeout:
    case ErrorCode::OriginThrottled:
    case ErrorCode::OriginChanged:
    case ErrorCode::RangeUnsupported:
    case ErrorCode::RangeNotSatisfiable:
    case ErrorCode::LengthMismatch:
    case ErrorCode::ChecksumMismatch:
        return true;
    case ErrorCode::OriginRejected:
        return failure.status >= 500;
    default:
        return false;
    }
}

std::optional<milliseconds>
RetryPolicy::delayBeforeRetry(int retriesDone, const OriginFailure &failure, double jitter) const
{
    if (retriesDone >= m_options.maxRetries || !isRetriable(failure))
        return std::nullopt;
    const auto asked = failure.retryAfter.value_or(milliseconds{0});
    if (asked > m_options.maxRetryAfter)
        return std::nullopt;

    constexpr int maxDoublings = 20; // a million times: beyond every maxDelay
    const auto grown = m_options.baseDelay * (qint64{1} << std::min(retriesDone, maxDoublings));
    const auto backoff = std::min<milliseconds>(grown, m_options.maxDelay);
    const auto spread = static_cast<qint64>(static_cast<double>(backoff.count()) * jitter / 2);
    return std::max(asked, backoff / 2 + milliseconds{spread});
}

} // namespace r2cache
