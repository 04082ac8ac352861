// SPDX-License-Identifier: GPL-3.0-or-later
// When a service is needed no more.
#include "app/idlerule.h"
#include "app/servicecore.h"

#include <QCoroTimer>

namespace r2cache {

using namespace std::chrono_literals;

QCoro::Task<Result<>> Service::untilIdle(std::chrono::milliseconds after)
{
    const auto look = [this] {
        const auto &core = *m_core;
        const auto jobs = core.jobs.list();
        const bool isWorking = std::any_of(jobs.begin(), jobs.end(), [](const JobPtr &job) {
            return job->status == Job::Status::Running;
        });
        const auto &counters = core.counters;
        return ServiceActivity{
            isWorking || core.listeners.count() > 0 || m_core->cache.leases().count() > 0
                || !m_core->videos.queue().snapshots().empty(),
            counters.hits + counters.misses + counters.bytesFromCache};
    };
    ++m_settling;
    IdleRule rule(after);
    while (!m_stopping && !rule.isOver(m_core->clock.monotonic(), look()))
        co_await QCoro::sleepFor(std::clamp<std::chrono::milliseconds>(after / 4, 50ms, 500ms));
    --m_settling;
    if (m_stopping)
        co_return failure(ErrorCode::ShuttingDown, QStringLiteral("r2cache is shutting down."));
    co_return Result<>{};
}

} // namespace r2cache
