// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/jobs.h"

#include "core/base/digest.h"

#include <QCoroFuture>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t maxFinishedJobs = 1000;
constexpr qint64 maxResultBytes = 64LL * 1024 * 1024;

} // namespace

Jobs::Jobs(VideoCache &videos, QObject *parent)
    : QObject(parent)
    , m_videos(videos)
{ }

JobPtr Jobs::start(JobPtr job)
{
    admit(job);
    job->pending = static_cast<size_t>(
        std::count_if(job->urls.begin(), job->urls.end(), [](const JobUrl &url) {
            return url.state == JobUrl::State::Pending;
        }));
    if (job->pending == 0) {
        finish(job, Job::Status::Done);
        return job;
    }
    Q_EMIT changed(job->id);
    for (size_t i = 0; i < job->urls.size(); ++i) {
        if (job->urls[i].state == JobUrl::State::Pending)
            std::ignore = fetch(job, i);
    }
    return job;
}

JobPtr Jobs::begin(JobPtr job)
{
    admit(job);
    Q_EMIT changed(job->id);
    return job;
}

void Jobs::end(const JobPtr &job)
{
    if (job->status == Job::Status::Running)
        finish(job, Job::Status::Done);
}

void Jobs::admit(const JobPtr &job)
{
    job->id = QString::fromLatin1(randomHex(16));
    job->createdAt = m_videos.clock().nowUtc();
    job->finished.start();
    m_jobs.push_back(job);
}

JobPtr Jobs::find(const QString &id) const
{
    const auto found = std::find_if(
        m_jobs.begin(), m_jobs.end(), [&](const JobPtr &job) { return job->id == id; });
    return found == m_jobs.end() ? nullptr : *found;
}

std::vector<JobPtr> Jobs::list() const
{
    return {m_jobs.rbegin(), m_jobs.rend()};
}

Result<> Jobs::cancel(const QString &id)
{
    const auto job = find(id);
    if (!job)
        return failure(ErrorCode::NotFound, u"There is no job %1."_s.arg(id));
    if (job->status != Job::Status::Running)
        return failure(ErrorCode::Conflict, u"The job %1 has finished already."_s.arg(id));
    const auto wanted = wantedByOthers(job);
    for (auto &url : job->urls) {
        if (url.state != JobUrl::State::Pending)
            continue;
        url.state = JobUrl::State::Failed;
        url.error = Error{ErrorCode::Cancelled, u"The job was cancelled."_s, {}};
        if (!wanted.contains(url.object.id))
            m_videos.queue().cancel(url.object.id);
    }
    job->pending = 0;
    finish(job, Job::Status::Cancelled);
    return {};
}

QCoro::Task<> Jobs::fetch(JobPtr job, size_t index)
{
    const auto &url = job->urls[index];
    // A job cancelled while the index is asked must not begin a fill afterwards.
    std::function<bool()> isStillWanted = [job] {
        return job->status == Job::Status::Running;
    };
    auto obtaining
        = m_videos.obtain(url.object, url.priority, job->wishes, std::move(isStillWanted));
    auto result = co_await obtaining;
    settle(job, index, std::move(result));
}

void Jobs::settle(const JobPtr &job, size_t index, Result<EntryRecord> result)
{
    auto &url = job->urls[index];
    if (url.state != JobUrl::State::Pending)
        return; // cancelled meanwhile
    if (result) {
        url.state = JobUrl::State::Done;
        url.entry = std::move(*result);
    } else {
        url.state = JobUrl::State::Failed;
        url.error = result.error();
    }
    if (--job->pending == 0)
        finish(job, Job::Status::Done);
    else
        Q_EMIT changed(job->id);
}

void Jobs::finish(const JobPtr &job, Job::Status status)
{
    job->status = status;
    job->finishedAt = m_videos.clock().nowUtc();
    job->result = job->describe(*job);
    job->describe = nullptr; // it may hold a whole config
    job->finished.finish();
    forgetOld();
    Q_EMIT changed(job->id);
}

void Jobs::forgetOld()
{
    qint64 bytes = 0;
    size_t finished = 0;
    for (auto job = m_jobs.rbegin(); job != m_jobs.rend(); ++job) {
        if ((*job)->status == Job::Status::Running)
            continue;
        ++finished;
        bytes += (*job)->result.size();
        // The newest result always stays: somebody is about to read it.
        if (bytes > maxResultBytes && finished > 1)
            (*job)->result.clear();
    }
    while (finished > maxFinishedJobs) {
        const auto oldest = std::find_if(m_jobs.begin(), m_jobs.end(), [](const JobPtr &job) {
            return job->status != Job::Status::Running;
        });
        m_jobs.erase(oldest);
        --finished;
    }
}

QSet<QString> Jobs::wantedByOthers(const JobPtr &job) const
{
    QSet<QString> wanted;
    for (const auto &other : m_jobs) {
        if (other == job || other->status != Job::Status::Running)
            continue;
        for (const auto &url : other->urls) {
            if (url.state == JobUrl::State::Pending)
                wanted.insert(url.object.id);
        }
    }
    for (const auto &fill : m_videos.queue().snapshots()) {
        if (fill.priority == Priority::Reader)
            wanted.insert(fill.id);
    }
    return wanted;
}

} // namespace r2cache
