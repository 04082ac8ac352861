// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/videocache.h"

#include <QFuture>
#include <QPromise>

#include <deque>

namespace r2cache {

/// One URL of a job.
struct JobUrl
{
    enum class State
    {
        Pending,
        Done,
        Failed,
    };

    QString url; ///< As the caller wrote it: may hold a signature.
    R2Url object;
    Priority priority = Priority::Medium;
    State state = State::Pending;
    std::optional<EntryRecord> entry; ///< When done.
    std::optional<Error> error; ///< When failed.
};

/// How far a job is that is about entries.
struct JobTally
{
    qint64 total = 0;
    qint64 done = 0;
    qint64 failed = 0;
};

/// A call that takes its time: some objects to be brought here, or something to be done to many
/// entries; then one answer about it.
///
///     Running ── last URL done or failed ──→ Done (also when URLs failed: the answer names them)
///        └────── cancelled ────────────────→ Cancelled
struct Job
{
    enum class Status
    {
        Running,
        Done,
        Cancelled,
    };

    QString id;
    QString kind; ///< "process-config", "pre-cache" or "batch".
    Status status = Status::Running;
    QDateTime createdAt; ///< UTC
    QDateTime finishedAt; ///< UTC; invalid while running.
    QString leaseId; ///< Empty if the call opened none.
    EntryWishes wishes;
    std::vector<JobUrl> urls;
    size_t pending = 0;
    std::optional<JobTally> tally; ///< Nothing: the job is about urls.
    std::function<QByteArray(const Job &)> describe; ///< Makes the answer when all URLs ended.
    QByteArray result; ///< The answer's `data` as JSON text, once finished; may have been dropped.
    QPromise<void> finished;
};

using JobPtr = std::shared_ptr<Job>;

/// The jobs of this run: started here, kept a while after they finished. Lives on the service
/// thread.
class Jobs : public QObject
{
    Q_OBJECT

public:
    explicit Jobs(VideoCache &videos, QObject *parent = nullptr);

    /// Starts @p job (kind, leaseId, wishes, urls and describe are set; URLs that are settled
    /// already stay so). It is finished at once when nothing is pending.
    JobPtr start(JobPtr job);

    /// Begins @p job (kind, tally and describe are set), which its maker drives: it says how far it
    /// is by advanced(), stops when the status is no longer Running, and calls end().
    JobPtr begin(JobPtr job);
    void advanced(const JobPtr &job) { Q_EMIT changed(job->id); }
    /// Finishes it, unless it was cancelled.
    void end(const JobPtr &job);

    [[nodiscard]] JobPtr find(const QString &id) const;
    [[nodiscard]] std::vector<JobPtr> list() const; ///< Newest first.

    /// Cancels the fills that neither another job nor a reader waits for and finishes it. @return
    /// Conflict when it has finished already, NotFound.
    [[nodiscard]] Result<> cancel(const QString &id);

Q_SIGNALS:
    /// It has begun, one of its URLs is settled, or it has finished.
    void changed(const QString &id);

private:
    [[nodiscard]] QCoro::Task<> fetch(JobPtr job, size_t index);
    void settle(const JobPtr &job, size_t index, Result<EntryRecord> result);
    void finish(const JobPtr &job, Job::Status status);
    void admit(const JobPtr &job);
    void forgetOld();
    [[nodiscard]] QSet<QString> wantedByOthers(const JobPtr &job) const;

    VideoCache &m_videos;
    std::deque<JobPtr> m_jobs; // oldest first
};

} // namespace r2cache
