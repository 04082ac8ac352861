// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/revalidator.h"

#include "core/base/calltask.h"
#include "core/cache/freshness.h"
#include "core/manager/runningcount.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QPromise>
#include <QTimer>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcRevalidate, "cache.revalidate", QtInfoMsg)

bool isGone(ErrorCode code, bool isSigned)
{
    return code == ErrorCode::OriginNotFound || (isSigned && code == ErrorCode::OriginForbidden);
}

} // namespace

Validity validityOf(const EntryRecord &record, const Result<ProbedObject> &answer, bool isSigned)
{
    if (!answer)
        return isGone(answer.error().code, isSigned) ? Validity::Gone : Validity::Unknown;
    if (answer->notModified)
        return Validity::Confirmed;
    const bool sameLength = answer->length < 0 || answer->length == record.sizeBytes;
    if (!record.etag.isEmpty() || !answer->etag.isEmpty())
        return answer->etag == record.etag && sameLength ? Validity::Confirmed : Validity::Changed;
    const bool sameTime
        = !record.lastModified.isEmpty() && answer->lastModified == record.lastModified;
    return sameTime && sameLength ? Validity::Confirmed : Validity::Changed;
}

Revalidator::Revalidator(VideoCache &videos, ProbeObject probe, QObject *parent)
    : QObject(parent)
    , m_videos(videos)
    , m_probe(std::move(probe))
{ }

void Revalidator::revalidateSoon(const QString &id)
{
    if (!m_running.contains(id))
        std::ignore = runNewest(id);
}

QCoro::Task<> Revalidator::runNewest(QString id)
{
    ++m_looking;
    const auto newest = co_await m_videos.cache().index().newestEntry(id);
    --m_looking;
    if (!newest) {
        qCWarning(lcRevalidate).noquote() << newest.error().message;
        co_return;
    }
    const auto ttl = m_videos.cache().options().defaultTtl;
    if (*newest && isExpired(**newest, ttl, m_videos.clock().nowUtc()))
        std::ignore = begin(**newest);
}

QCoro::Task<bool>
Revalidator::revalidate(QList<EntryRecord> records, std::chrono::milliseconds limit)
{
    const auto ttl = m_videos.cache().options().defaultTtl;
    const auto now = m_videos.clock().nowUtc();
    auto left = std::make_shared<qsizetype>(0);
    auto done = std::make_shared<QPromise<void>>();
    done->start();
    for (const auto &record : records) {
        if (!isExpired(record, ttl, now) && policyOf(record) != FreshnessPolicy::Always)
            continue;
        ++*left;
        auto *watcher = new QFutureWatcher<Result<>>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [left, done, watcher] {
            watcher->deleteLater();
            if (--*left == 0)
                done->finish();
        });
        watcher->setFuture(begin(record));
    }
    if (*left == 0)
        co_return false;
    QTimer::singleShot(limit, this, [done] { done->finish(); });
    const QFuture<void> answered = done->future();
    co_await answered;
    co_return true;
}

QFuture<Result<>> Revalidator::begin(const EntryRecord &record)
{
    if (const auto running = m_running.constFind(record.id); running != m_running.constEnd())
        return *running;
    // In the table before it runs: it takes itself out, perhaps at once.
    const auto promise = std::make_shared<QPromise<Result<>>>();
    promise->start();
    auto future = promise->future();
    m_running.insert(record.id, future);
    std::ignore = detail::fulfil(run(record), promise);
    return future;
}

QCoro::Task<Result<>> Revalidator::run(EntryRecord record)
{
    const auto outcome = co_await askAndRenew(record);
    if (!outcome) {
        qCInfo(lcRevalidate).noquote()
            << record.fileName() << "is served as it is:" << outcome.error().message;
    }
    m_running.remove(record.id);
    co_return outcome;
}

QCoro::Task<Result<>> Revalidator::askAndRenew(EntryRecord record)
{
    const auto object = co_await m_videos.objectOf(record.id);
    if (!object)
        co_return failure(object.error());
    if (!*object)
        co_return failure(ErrorCode::NotFound, u"Its origin is not known any more."_s);
    const auto asked = m_probe(**object, record.etag);
    const auto answer = co_await asked;
    switch (validityOf(record, answer, (*object)->isSigned)) {
    case Validity::Confirmed:
        co_return co_await m_videos.cache().confirm(record);
    case Validity::Changed:
        break;
    case Validity::Gone:
    case Validity::Unknown:
        co_return failure(answer.error());
    }
    qCInfo(lcRevalidate).noquote() << record.fileName() << "has changed at its origin";
    const auto renewed = co_await m_videos.renew(**object, Priority::High);
    if (!renewed)
        co_return failure(renewed.error());
    co_return Result<>{};
}

QCoro::Task<Result<>> Revalidator::ask(EntryRecord record)
{
    const RunningCount counted(m_looking);
    if (const auto running = m_running.constFind(record.id); running != m_running.constEnd()) {
        const auto outcome = *running;
        co_return co_await outcome;
    }
    const auto object = co_await m_videos.objectOf(record.id);
    if (!object)
        co_return failure(object.error());
    if (!*object)
        co_return failure(ErrorCode::NotFound, u"Its origin is not known any more."_s);
    const auto asked = m_probe(**object, record.etag);
    const auto answer = co_await asked;
    if (!answer)
        co_return failure(answer.error());
    if (validityOf(record, answer, (*object)->isSigned) == Validity::Confirmed)
        co_return co_await m_videos.cache().confirm(record);
    co_return Result<>{};
}

} // namespace r2cache
