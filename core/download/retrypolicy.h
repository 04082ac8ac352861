// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originfailure.h"

namespace r2cache {

/// Whether and when a failed attempt is followed by another. Pure.
class RetryPolicy
{
public:
    struct Options
    {
        int maxRetries = 3; ///< CACHE_MAX_RETRY_ATTEMPTS: attempts after the first.
        std::chrono::milliseconds baseDelay{500}; ///< Doubled with every retry.
        std::chrono::milliseconds maxDelay{30'000};
        /// An origin that asks for more patience than this is given up at once.
        std::chrono::milliseconds maxRetryAfter{300'000};
    };

    explicit RetryPolicy(Options options)
        : m_options(options)
    { }

    /// How long to wait before the next attempt, or nothing: give up.
    /// @param retriesDone  retries before this failure; 0 after the first attempt.
    /// @param jitter       random, in [0, 1): half of the backoff is left to it, so that clients
    ///                     that failed together do not come back together.
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    delayBeforeRetry(int retriesDone, const OriginFailure &failure, double jitter) const;

    /// Whether another attempt could end better.
    [[nodiscard]] static bool isRetriable(const OriginFailure &failure);

private:
    Options m_options;
};

} // namespace r2cache
