// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/ratelimiter.h"

namespace r2cache {

void RateLimiter::setRate(qint64 bytesPerSecond)
{
    m_bucket.setRate(bytesPerSecond, now());
    ++m_rateChanges;
    for (const auto &waiter : m_queue)
        waiter->wake();
}

QCoro::Task<OriginResult<qint64>> RateLimiter::take(qint64 wanted, std::shared_ptr<Wakeup> wakeup)
{
    const auto place = m_queue.insert(m_queue.end(), wakeup);
    qint64 taken = 0;
    while (!wakeup->stopReason()) {
        const bool isFirst = place == m_queue.begin();
        if (isFirst || isUnlimited())
            taken = m_bucket.take(wanted, now());
        if (taken > 0)
            break;
        const auto deadline = isFirst
            ? QDeadlineTimer(m_bucket.timeUntil(wanted, now()), Qt::PreciseTimer)
            : QDeadlineTimer(QDeadlineTimer::Forever);
        const Wakeup::Condition somethingChanged = [this, place, isFirst, changes = m_rateChanges] {
            return changes != m_rateChanges || isFirst != (place == m_queue.begin());
        };
        co_await wakeup->until(somethingChanged, deadline);
    }
    m_queue.erase(place);
    if (!m_queue.empty())
        m_queue.front()->wake();
    if (taken == 0)
        co_return originFailure(*wakeup->stopReason());
    co_return taken;
}

} // namespace r2cache
