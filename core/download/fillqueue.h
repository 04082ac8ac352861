// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/errorcounts.h"
#include "core/base/histogram.h"
#include "core/base/sizehistogram.h"
#include "core/download/failurehistory.h"
#include "core/download/fetcher.h"

#include <QHash>
#include <QPromise>

#include <map>
#include <vector>

namespace r2cache {

/// A fill as lists show it.
struct FillSnapshot
{
    QString id;
    QString canonical; ///< Without signature.
    FillProgress::State state = FillProgress::State::Queued;
    qint64 received = 0; ///< Bytes.
    qint64 total = -1; ///< Bytes; -1 while unknown.
    Priority priority = Priority::Medium;
    int attempts = 0;
    QDateTime startedAt; ///< UTC; invalid while queued or paused.
    qint64 bytesPerSecond = 0; ///< Mean since then.
    ErrorCode lastError = ErrorCode::Internal; ///< While it waits to retry: why.
};

/// Decides which object is fetched when: one fill per object however many ask, highest priority
/// first, oldest first among equals, no more at once than allowed.
///
///     request → Queued → fetch (origin thread) → Checking: commit → Done
///                  ↑   ↓                └────────────┴→ Failed
///                  └ Paused ← from Queued or while it is fetched
///
/// A failed fill's partial file is removed, unless its map lets another fill go on with it: the
/// origin broke it off, or the program ends.
///
/// A caller that stops listening does not stop the fill. Lives on the service thread.
class FillQueue : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        int maxConcurrent = 3; ///< CACHE_MAX_CONCURRENT_DOWNLOADS; Reader fills do not count.
    };

    struct Parts
    {
        Fetcher &fetcher; ///< Outlives the queue.
        const Clock &clock;
        ReserveSpace reserve;
        CommitObject commit;
        /// A fill ended without an entry: what was reserved for it is free again. May be null.
        std::function<void(const R2Url &)> release;
        /// Where the partial file of an object lies; called once per fill.
        std::function<QString(const R2Url &)> partialPath;
    };

    FillQueue(Options options, Parts parts, QObject *parent = nullptr);
    /// Answers every caller with ShuttingDown and cancels what runs.
    ~FillQueue() override;

    /// Brings @p object into the cache, or joins the fill that does. A higher @p priority raises
    /// it; a newer signed URL replaces the one of a fill that has not started.
    /// @return when the entry exists, or why there is none (codes of ObjectFetcher::fetch() and of
    /// CommitObject).
    [[nodiscard]] QFuture<Result<>> request(R2Url object, Priority priority);

    /// Answers all callers with Cancelled and stops the fill. False if there is none, or if all
    /// its bytes are here already and it is being committed.
    bool cancel(const QString &id);
    void cancelAll();

    /// Holds the fill until resume() or a reader's request; its callers wait. A running transfer
    /// is stopped, and its partial file and reserved space are kept. False if there is no such
    /// fill, or if all its bytes are here already.
    bool pause(const QString &id);
    /// Lets it go on, in its old place. False if it was not paused.
    bool resume(const QString &id);
    void pauseAll(); ///< Those there are now; what comes later runs.
    void resumeAll();

    void setOptions(Options options);

    /// Every fill: running ones, then in the order they will start, then paused ones.
    [[nodiscard]] std::vector<FillSnapshot> snapshots() const;

    /// Of the fill of this object; null if there is none.
    [[nodiscard]] std::shared_ptr<FillProgress> progressOf(const QString &id) const;

    /// FailureHistory::recent(): how often the origin failed to give this object in 24 h, up to 3.
    [[nodiscard]] int recentFailures(const QString &id) const { return m_failures.recent(id); }

    /// What came of the fills since the start.
    struct Meters
    {
        qint64 started = 0; ///< Those that went on after a pause count again.
        ErrorCounts failed; ///< By the error of the end.
        SizeHistogram sizes; ///< Of objects that became entries.
        Histogram times; ///< The same: from the first request to the last checked byte.
    };
    [[nodiscard]] const Meters &meters() const { return m_meters; }

Q_SIGNALS:
    /// Queued, Paused, Connecting (started), Checking, Done or Failed; what happens between is in
    /// snapshots().
    void stateChanged(const QString &id, r2cache::FillProgress::State state);
    /// The end of a fill, after Done or Failed: the entry exists, or there is none because.
    void succeeded(const QString &id);
    void failed(const QString &id, const r2cache::Error &error);

private:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;
    /// Highest priority first, then the order of arrival.
    using Turn = std::pair<int, quint64>;

    void enqueue(const JobPtr &job);
    void wait(const JobPtr &job);
    void raise(const JobPtr &job, Priority priority);
    void startNext();
    void start(const JobPtr &job);
    void fetched(const JobPtr &job, const Result<FetchedObject> &object);
    void suspend(const JobPtr &job);
    void discardPartial(Job &job);
    /// It is no longer this queue's, and its space is free.
    void releasePartial(Job &job);
    void end(const JobPtr &job, const Result<> &result);
    void setState(const Job &job, FillProgress::State state);
    void announceEnd(const Job &job, const Result<> &result);

    Options m_options;
    Parts m_parts;
    QHash<QString, JobPtr> m_jobs;
    std::map<Turn, JobPtr> m_waiting;
    std::vector<JobPtr> m_running; ///< Fetching or committing.
    quint64 m_arrivals = 0;
    FailureHistory m_failures;
    Meters m_meters;
};

} // namespace r2cache
