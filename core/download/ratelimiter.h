// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originfailure.h"
#include "core/download/tokenbucket.h"
#include "core/download/wakeup.h"

#include <QElapsedTimer>

#include <list>

namespace r2cache {

/// One limit for all transfers together: who wants to read bytes takes tokens for them first, in
/// the order of arrival.
///
/// What is not read stays in the sockets, so that TCP slows the origins down. Lives on the origin
/// thread; outlives the tasks it returned.
class RateLimiter
{
public:
    RateLimiter() { m_clock.start(); }

    /// From now on, also for those who wait. @param bytesPerSecond  0: no limit.
    void setRate(qint64 bytesPerSecond);

    /// Without a limit there is no need to take anything.
    [[nodiscard]] bool isUnlimited() const { return m_bucket.isUnlimited(); }

    /// Waits for leave to read up to @p wanted bytes.
    /// @return for how many, at least one; or why @p wakeup was stopped.
    [[nodiscard]] QCoro::Task<OriginResult<qint64>>
    take(qint64 wanted, std::shared_ptr<Wakeup> wakeup);

private:
    [[nodiscard]] TokenBucket::Time now() const
    {
        return TokenBucket::Time{m_clock.nsecsElapsed()};
    }

    QElapsedTimer m_clock;
    TokenBucket m_bucket{0};
    std::list<std::shared_ptr<Wakeup>> m_queue; ///< The first one's turn it is.
    int m_rateChanges = 0;
};

} // namespace r2cache
