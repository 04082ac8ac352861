// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/fillqueue.h"

#include "core/cache/partialmap.h"
#include "core/download/filljob.h"

#include <QFile>
#include <QFutureWatcher>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;
using State = FillProgress::State;

namespace {

Q_LOGGING_CATEGORY(lcQueue, "cache.download.queue", QtInfoMsg)

/// Calls @p use on the thread of @p context with the result of @p future, or with ShuttingDown if
/// it is dropped without one. Not called once @p context is gone.
template<typename T, typename Use>
void whenFinished(const QFuture<Result<T>> &future, QObject *context, Use use)
{
    using Watcher = QFutureWatcher<Result<T>>;
    auto *watcher = new Watcher(context);
    QObject::connect(watcher, &Watcher::finished, context, [watcher, use = std::move(use)] {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            use(watcher->result());
        else
            use(failure(ErrorCode::ShuttingDown, u"The download was dropped: shutting down."_s));
    });
    watcher->setFuture(future);
}

/// Whether what has come is of use to another fill: the origin, or the end of the program, broke
/// this one off.
bool mayGoOnLater(ErrorCode code)
{
    switch (code) {
    case ErrorCode::OriginUnreachable:
    case ErrorCode::OriginTimeout:
    case ErrorCode::OriginThrottled:
    case ErrorCode::OriginRejected:
    case ErrorCode::OriginForbidden:
    case ErrorCode::LengthMismatch:
    case ErrorCode::ShuttingDown:
        return true;
    default:
        return false;
    }
}

} // namespace

FillQueue::FillQueue(Options options, Parts parts, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_parts(std::move(parts))
    , m_failures(m_parts.clock)
{ }

FillQueue::~FillQueue()
{
    for (const auto &job : std::exchange(m_jobs, {})) {
        if (job->stage == Job::Stage::Fetching)
            m_parts.fetcher.cancel(job->progress);
        job->answer(failure(ErrorCode::ShuttingDown, u"r2cache is shutting down."_s));
    }
}

QFuture<Result<>> FillQueue::request(R2Url object, Priority priority)
{
    const auto known = m_jobs.value(object.id);
    const auto job = known ? known : std::make_shared<Job>();
    auto future = job->addCaller();
    if (!known) {
        job->object = std::move(object);
        job->priority = priority;
        m_jobs.insert(job->object.id, job);
        enqueue(job);
        startNext();
        return future;
    }
    // A cancelled fill that has not ended yet: it starts anew, with this URL, when it has.
    if (!job->isRunning() || job->isCancelled)
        job->object = std::move(object);
    if (priority > job->priority)
        raise(job, priority);
    if (priority == Priority::Reader && job->isPaused)
        resume(job->object.id); // somebody waits for its bytes
    return future;
}

void FillQueue::enqueue(const JobPtr &job)
{
    job->progress = std::make_shared<FillProgress>();
    job->progress->readerWaits = job->priority == Priority::Reader;
    job->isCancelled = job->isPaused = job->isStopping = false;
    job->arrival = ++m_arrivals;
    wait(job);
}

void FillQueue::wait(const JobPtr &job)
{
    job->stage = Job::Stage::Waiting;
    job->startedAt = {};
    m_waiting.emplace(job->turn(), job);
    setState(*job, State::Queued);
}

void FillQueue::raise(const JobPtr &job, Priority priority)
{
    const bool waits = m_waiting.erase(job->turn()) > 0;
    job->priority = priority;
    job->progress->readerWaits = priority == Priority::Reader;
    if (waits)
        m_waiting.emplace(job->turn(), job);
    startNext(); // a running fill raised to Reader gives its slot back
}

void FillQueue::startNext()
{
    const auto isSlotFree = [this] {
        const auto taken = std::count_if(
            m_running.begin(), m_running.end(), [](const JobPtr &job) { return job->holdsSlot(); });
        return taken < m_options.maxConcurrent;
    };
    while (!m_waiting.empty()) {
        const auto job = m_waiting.begin()->second;
        if (job->priority != Priority::Reader && !isSlotFree())
            return;
        m_waiting.erase(m_waiting.begin());
        start(job);
    }
}

void FillQueue::start(const JobPtr &job)
{
    m_running.push_back(job);
    job->stage = Job::Stage::Fetching;
    if (job->partialPath.isEmpty())
        job->partialPath = m_parts.partialPath(job->object);
    job->receivedBefore = job->progress->received;
    job->startedAt = m_parts.clock.nowUtc();
    job->started = m_parts.clock.monotonic();
    ++m_meters.started;
    setState(*job, State::Connecting);
    const auto future
        = m_parts.fetcher.fetch({job->object, job->partialPath, m_parts.reserve, job->progress});
    whenFinished(
        future, this, [this, job](const Result<FetchedObject> &object) { fetched(job, object); });
}

void FillQueue::fetched(const JobPtr &job, const Result<FetchedObject> &object)
{
    const bool wasStopped = std::exchange(job->isStopping, false) && !job->isCancelled;
    if (wasStopped && !object && object.error().code == ErrorCode::Cancelled) {
        suspend(job);
        return;
    }
    if (!object || job->isCancelled) {
        end(job,
            object ? failure(ErrorCode::Cancelled, u"The download was cancelled."_s)
                   : failure(object.error()));
        return;
    }
    job->length = object->length;
    job->duration = object->duration;
    job->stage = Job::Stage::Committing;
    job->isPaused = false; // too late: nothing is left to be transferred
    setState(*job, State::Checking);
    const auto future = m_parts.commit(job->object, job->partialPath, *object);
    whenFinished(future, this, [this, job](const Result<> &result) { end(job, result); });
    startNext(); // committing needs no connection
}

void FillQueue::end(const JobPtr &job, const Result<> &result)
{
    const QString id = job->object.id;
    if (result) {
        m_failures.forget(id);
        m_meters.sizes.record(job->length);
        m_meters.times.record(job->duration);
    } else {
        m_failures.remember(id, result.error().code);
        const bool hasMap = QFile::exists(partialMapPath(job->partialPath));
        if (hasMap && mayGoOnLater(result.error().code))
            releasePartial(*job);
        else
            discardPartial(*job);
        qCInfo(lcQueue).noquote() << job->object.canonical << errorWord(result.error().code)
                                  << result.error().message << result.error().detail;
    }
    std::erase(m_running, job);
    announceEnd(*job, result);
    // Whoever asked after the cancellation wants the object all the same.
    if (job->isCancelled && !job->callers.empty()) {
        enqueue(job);
    } else {
        m_jobs.remove(id);
        job->answer(result);
    }
    startNext();
}

void FillQueue::discardPartial(Job &job)
{
    removePartialMap(job.partialPath);
    QFile::remove(job.partialPath);
    releasePartial(job);
}

void FillQueue::releasePartial(Job &job)
{
    job.partialPath.clear();
    if (m_parts.release)
        m_parts.release(job.object);
}

bool FillQueue::cancel(const QString &id)
{
    const auto job = m_jobs.value(id);
    if (!job || job->isCancelled || job->stage == Job::Stage::Committing)
        return false;
    const Result<> cancelled = failure(ErrorCode::Cancelled, u"The download was cancelled."_s);
    if (!job->isRunning()) {
        m_waiting.erase(job->turn());
        m_jobs.remove(id);
        if (!job->partialPath.isEmpty())
            discardPartial(*job); // it has run before
        announceEnd(*job, cancelled);
    } else {
        job->isCancelled = true;
        m_parts.fetcher.cancel(job->progress);
    }
    job->answer(cancelled);
    return true;
}

void FillQueue::cancelAll()
{
    const auto ids = m_jobs.keys();
    for (const auto &id : ids)
        cancel(id);
}

void FillQueue::setOptions(Options options)
{
    m_options = options;
    startNext();
}

void FillQueue::setState(const Job &job, State state)
{
    job.progress->state = state;
    Q_EMIT stateChanged(job.object.id, state);
}

void FillQueue::announceEnd(const Job &job, const Result<> &result)
{
    setState(job, result ? State::Done : State::Failed);
    if (!result)
        m_meters.failed.add(result.error().code);
    if (result)
        Q_EMIT succeeded(job.object.id);
    else
        Q_EMIT failed(job.object.id, result.error());
}

std::shared_ptr<FillProgress> FillQueue::progressOf(const QString &id) const
{
    const auto job = m_jobs.value(id);
    return job ? job->progress : nullptr;
}

} // namespace r2cache
