// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/filljob.h"
#include "core/download/fillqueue.h"

namespace r2cache {

using State = FillProgress::State;

// What FillQueue does about fills that are to wait, and how it lists them all.

bool FillQueue::pause(const QString &id)
{
    const auto job = m_jobs.value(id);
    if (!job || job->isCancelled || job->stage == Job::Stage::Committing)
        return false;
    if (std::exchange(job->isPaused, true))
        return true;
    if (job->stage == Job::Stage::Fetching) {
        job->isStopping = true;
        m_parts.fetcher.cancel(job->progress);
        return true;
    }
    m_waiting.erase(job->turn());
    job->stage = Job::Stage::Paused;
    setState(*job, State::Paused);
    return true;
}

bool FillQueue::resume(const QString &id)
{
    const auto job = m_jobs.value(id);
    if (!job || !std::exchange(job->isPaused, false))
        return false;
    if (job->stage == Job::Stage::Paused) {
        wait(job);
        startNext();
    } // otherwise it goes on when its transfer has stopped
    return true;
}

void FillQueue::pauseAll()
{
    const auto ids = m_jobs.keys();
    for (const auto &id : ids)
        pause(id);
}

void FillQueue::resumeAll()
{
    const auto ids = m_jobs.keys();
    for (const auto &id : ids)
        resume(id);
}

void FillQueue::suspend(const JobPtr &job)
{
    std::erase(m_running, job);
    // The old one is marked as cancelled, and the fetcher may look at it yet.
    const auto old = std::exchange(job->progress, std::make_shared<FillProgress>());
    job->progress->received = old->received.load();
    job->progress->total = old->total.load();
    job->progress->attempts = old->attempts.load();
    job->progress->readerWaits = old->readerWaits.load();
    if (job->isPaused) {
        job->stage = Job::Stage::Paused;
        job->startedAt = {};
        setState(*job, State::Paused);
    } else {
        wait(job);
    }
    startNext();
}

std::vector<FillSnapshot> FillQueue::snapshots() const
{
    // Running ones, those that will run, those that will not.
    const auto placeOf = [](const Job &job) {
        return job.isRunning() ? 0 : job.stage == Job::Stage::Waiting ? 1 : 2;
    };
    std::vector<const Job *> order;
    for (const auto &job : m_jobs)
        order.push_back(job.get());
    std::sort(order.begin(), order.end(), [placeOf](const Job *a, const Job *b) {
        return std::pair{placeOf(*a), a->turn()} < std::pair{placeOf(*b), b->turn()};
    });

    std::vector<FillSnapshot> snapshots;
    snapshots.reserve(order.size());
    for (const auto *job : order) {
        const auto &progress = *job->progress;
        const auto elapsed = (m_parts.clock.monotonic() - job->started).count();
        const qint64 received = progress.received;
        const auto fresh = std::max<qint64>(received - job->receivedBefore, 0);
        snapshots.push_back(
            {job->object.id, job->object.canonical, progress.state, received, progress.total,
             job->priority, progress.attempts, job->startedAt,
             job->isRunning() && elapsed > 0 ? fresh * 1000 / elapsed : 0, progress.lastError});
    }
    return snapshots;
}

} // namespace r2cache
