// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/trailingdigest.h"

#include "core/base/digest.h"
#include "core/download/multipartetag.h"
#include "core/download/originhead.h"

#include <QPromise>

#include <mutex>
#include <optional>

#include <sys/resource.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 step = 256LL * 1024; // stays in the processor's cache between the hashes
constexpr qint64 turn = 64LL * 1024 * 1024; // then other fills' jobs have the thread

/// Readers wait for the bytes, nobody for their hash: on a busy machine the transfer comes first.
/// For the calling thread, a Linux peculiarity (setpriority(2), "C library/kernel differences").
void giveWayToTransfers()
{
    ::setpriority(PRIO_PROCESS, 0, 10);
}

} // namespace

struct TrailingDigest::Work
{
    Work(QThreadPool &jobs, std::shared_ptr<const OpenFile> bytes, MultipartEtag etag)
        : pool(jobs)
        , file(std::move(bytes))
        , parts(std::move(etag))
    { }

    QThreadPool &pool;
    const std::shared_ptr<const OpenFile> file;

    // Of the one job that runs.
    Digest sha256{Digest::Algorithm::Sha256};
    std::optional<Digest> md5;
    MultipartEtag parts;
    qint64 done = 0;
    std::optional<Error> error;

    std::mutex mutex; // what follows
    qint64 edge = 0;
    bool isRunning = false;
    bool isDropped = false;
    std::optional<QPromise<Result<ObjectHashes>>> answer;

    /// Where to hash to now; nothing more for the moment, if that is `done`.
    qint64 next()
    {
        const std::scoped_lock lock(mutex);
        return isDropped || error ? done : edge;
    }

    Result<> hash(qint64 end)
    {
        while (done < end) {
            const auto bytes = file->readAt(done, std::min(step, end - done));
            if (!bytes)
                return failure(bytes.error());
            if (bytes->isEmpty())
                return failure(ErrorCode::Io, u"The partial file was cut short."_s);
            sha256.add(*bytes);
            if (md5)
                md5->add(*bytes);
            parts.add(*bytes);
            done += bytes->size();
        }
        return {};
    }

    Result<ObjectHashes> take()
    {
        if (error)
            return failure(*error);
        return ObjectHashes{
            sha256.takeHex(), md5 ? md5->takeHex() : QByteArray(), parts.takeMatch()};
    }
};

TrailingDigest::TrailingDigest(
    QThreadPool &pool, std::shared_ptr<const OpenFile> file, const QByteArray &etag, qint64 length)
    : m_work(std::make_shared<Work>(pool, std::move(file), MultipartEtag(etag, length)))
{
    if (!plainMd5(etag).isEmpty())
        m_work->md5.emplace(Digest::Algorithm::Md5);
}

TrailingDigest::~TrailingDigest()
{
    const std::scoped_lock lock(m_work->mutex);
    m_work->isDropped = true;
}

void TrailingDigest::reach(qint64 edge)
{
    {
        const std::scoped_lock lock(m_work->mutex);
        m_work->edge = std::max(m_work->edge, edge);
        // Small steps are not worth a job each; finish() takes the rest.
        if (m_work->isRunning || m_work->edge - m_work->done < step)
            return;
        m_work->isRunning = true;
    }
    start(m_work);
}

QFuture<Result<ObjectHashes>> TrailingDigest::finish()
{
    QFuture<Result<ObjectHashes>> future;
    {
        const std::scoped_lock lock(m_work->mutex);
        m_work->answer.emplace().start();
        future = m_work->answer->future();
        if (m_work->isRunning)
            return future;
        m_work->isRunning = true;
    }
    start(m_work);
    return future;
}

void TrailingDigest::start(const std::shared_ptr<Work> &work)
{
    work->pool.start([work] { run(work); });
}

void TrailingDigest::run(const std::shared_ptr<Work> &work)
{
    giveWayToTransfers();
    const auto turnEnd = work->done + turn;
    for (;;) {
        const auto end = work->next();
        if (end > work->done) {
            if (work->done >= turnEnd) {
                start(work);
                return;
            }
            if (const auto hashed = work->hash(std::min(end, work->done + step)); !hashed)
                work->error = hashed.error();
            continue;
        }
        const std::scoped_lock lock(work->mutex);
        if (!work->isDropped && !work->error && work->edge > work->done)
            continue;
        work->isRunning = false;
        if (work->answer) {
            work->answer->addResult(work->take());
            work->answer->finish();
            work->answer.reset();
        }
        return;
    }
}

} // namespace r2cache
