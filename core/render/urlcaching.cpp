// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/urlcaching.h"

#include <QCoroFuture>
#include <QCoroTimer>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto pollInterval = 200ms;
constexpr int toleratedFaults = 25; // of asking, in a row: 5 s of a service that is busy

/// How far the job is; notes of each URL that has come since the last look how long it took.
RenderProgress lookAt(
    const QJsonObject &job, std::chrono::milliseconds elapsed, bool isFirstLook,
    QSet<QString> &come, CachedUrls &cached)
{
    RenderProgress progress;
    for (const auto urls = job.value(u"urls").toArray(); const auto &value : urls) {
        const auto url = value.toObject();
        const auto text = url.value(u"url").toString();
        const auto status = url.value(u"status").toString();
        ++progress.total;
        progress.bytes += url.value(u"receivedBytes").toInteger();
        progress.totalBytes += url.value(u"totalBytes").toInteger();
        if (status != u"done" && status != u"failed")
            continue;
        ++progress.done;
        if (status != u"done" || come.contains(text))
            continue;
        come.insert(text);
        if (!isFirstLook && elapsed >= cached.slowestTime) {
            cached.slowestUrl = text;
            cached.slowestTime = elapsed;
        }
    }
    return progress;
}

Error cancelled()
{
    return {ErrorCode::Cancelled, u"Caching was cancelled."_s, {}};
}

} // namespace

QCoro::Task<Result<CachedUrls>>
UrlCaching::run(QStringList urls, Options options, OnProgress onProgress)
{
    CachedUrls cached;
    if (urls.isEmpty())
        co_return cached;
    const auto config
        = QJsonDocument(QJsonArray::fromStringList(urls)).toJson(QJsonDocument::Compact);
    QJsonObject fields{{u"leaseMs"_s, static_cast<qint64>(LeaseKeeper::leaseTime.count())}};
    if (!options.tags.isEmpty())
        fields.insert(u"tags"_s, QJsonArray::fromStringList(options.tags));
    const auto begun = co_await m_client.processConfig(config, fields);
    if (!begun)
        co_return failure(begun.error());
    auto result = begun->data;
    // From now on: downloads may take longer than a lease of which nobody reads.
    if (const auto lease = result.value(u"leaseId").toString(); !lease.isEmpty())
        cached.lease = std::make_shared<LeaseKeeper>(m_client, lease, options.renewal);
    const auto jobId = result.value(u"jobId").toString();
    if (!jobId.isEmpty()) {
        const auto followed = co_await follow(jobId, std::move(onProgress), &cached);
        if (!followed) {
            co_await giveUp(jobId, cached.lease);
            co_return failure(followed.error());
        }
        result = *followed;
    }
    const auto mappings = result.value(u"urlMappings").toObject();
    for (auto mapping = mappings.begin(); mapping != mappings.end(); ++mapping)
        cached.localUrls.insert(mapping.key(), mapping.value().toString());
    for (const auto failed = result.value(u"failed").toArray(); const auto &value : failed) {
        const auto url = value.toObject();
        cached.failed.append(
            {url.value(u"url").toString(),
             {errorCodeOf(url.value(u"code").toString()), url.value(u"error").toString(), {}}});
    }
    for (const auto skipped = result.value(u"skipped").toArray(); const auto &value : skipped) {
        const auto url = value.toObject();
        cached.failed.append(
            {url.value(u"url").toString(),
             {ErrorCode::InvalidArgument, url.value(u"reason").toString(), {}}});
    }
    co_return cached;
}

QCoro::Task<Result<QJsonObject>>
UrlCaching::follow(QString jobId, OnProgress onProgress, CachedUrls *cached)
{
    QElapsedTimer timer;
    timer.start();
    QSet<QString> come;
    int faults = 0;
    for (bool isFirstLook = true;;) {
        if (m_isCancelled)
            co_return failure(cancelled());
        const auto answer = co_await m_client.job(jobId);
        if (answer) {
            faults = 0;
            const auto progress = lookAt(
                answer->job, std::chrono::milliseconds{timer.elapsed()}, isFirstLook, come,
                *cached);
            isFirstLook = false;
            if (onProgress)
                onProgress(progress);
            const auto status = answer->job.value(u"status").toString();
            if (status == u"done")
                co_return answer->job.value(u"result").toObject();
            if (status != u"running")
                co_return failure(ErrorCode::Conflict, u"Somebody else has cancelled it."_s);
        } else if (++faults > toleratedFaults) {
            co_return failure(answer.error());
        }
        co_await QCoro::sleepFor(pollInterval);
    }
}

QCoro::Task<> UrlCaching::giveUp(QString jobId, std::shared_ptr<LeaseKeeper> lease)
{
    // Nothing can be done about it if the service does not hear it: both end by themselves.
    std::ignore = co_await m_client.cancelJob(jobId);
    if (lease) {
        const auto ended = lease->end();
        std::ignore = co_await ended;
    }
}

} // namespace r2cache
