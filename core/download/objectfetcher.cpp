// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/objectfetcher.h"

#include "core/base/calltask.h"
#include "core/http/containersniff.h"

#include <QCoroFuture>
#include <QLoggingCategory>
#include <QRandomGenerator>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcFetcher, "cache.download.fetcher", QtInfoMsg)

constexpr std::chrono::seconds probeLimit{10};

Error shuttingDown()
{
    return {ErrorCode::ShuttingDown, u"The download was stopped: r2cache is shutting down."_s, {}};
}

} // namespace

/// A promise that is kept whatever happens: dropped unanswered, it says ShuttingDown.
struct ObjectFetcher::Job
{
    FetchRequest request;
    QPromise<Result<FetchedObject>> promise;
    bool answered = false;

    explicit Job(FetchRequest wanted)
        : request(std::move(wanted))
    {
        promise.start();
    }
    Job(const Job &) = delete;
    Job &operator=(const Job &) = delete;
    ~Job()
    {
        if (!answered)
            answer(failure(shuttingDown()));
    }

    void answer(Result<FetchedObject> result)
    {
        answered = true;
        promise.addResult(std::move(result));
        promise.finish();
    }
};

ObjectFetcher::ObjectFetcher(Options options, Parts parts, QObject *parent)
    : QObject(parent)
    , m_clock(parts.clock)
    , m_resolver(
          parts.resolver ? std::move(parts.resolver) : std::make_shared<SystemHostResolver>())
    , m_jitter(
          parts.jitter ? std::move(parts.jitter)
                       : [] { return QRandomGenerator::global()->generateDouble(); })
    , m_fillOptions(options.fill)
    , m_client(completed(std::move(options)).origin, *m_resolver, m_clock)
    , m_passes({m_client, m_clock, m_jitter, m_fillOptions.retry}, [this] { finishShutdown(); })
{ }

ObjectFetcher::~ObjectFetcher()
{
    Q_ASSERT_X(m_running.empty(), "ObjectFetcher", "await shutdown() before destroying it");
}

ObjectFetcher::Options ObjectFetcher::completed(Options options)
{
    options.origin.reply.stallTimeout = options.fill.downloadTimeout / 10;
    options.origin.hosts.longestPause = options.fill.retry.maxRetryAfter;
    options.origin.readerWaitsFor = [this](const QUrl &url) {
        return readerWaitsFor(url);
    };
    return options;
}

bool ObjectFetcher::readerWaitsFor(const QUrl &url) const
{
    if (m_passes.reads(url))
        return true;
    return std::any_of(m_jobs.begin(), m_jobs.end(), [&url](const std::shared_ptr<Job> &job) {
        return job->request.progress->readerWaits && job->request.object.request == url;
    });
}

QFuture<Result<FetchedObject>> ObjectFetcher::fetch(FetchRequest request)
{
    if (!request.progress)
        request.progress = std::make_shared<FillProgress>();
    auto job = std::make_shared<Job>(std::move(request));
    auto future = job->promise.future();
    postTo(this, [this, job = std::move(job)] { static_cast<void>(run(job)); });
    return future;
}

QCoro::Task<> ObjectFetcher::run(std::shared_ptr<Job> job)
{
    if (m_shuttingDown)
        co_return; // the job answers for itself
    Result<FetchedObject> result = failure(ErrorCode::Internal, u"The download broke off."_s);
    {
        Fill fill(job->request, m_fillOptions, {m_client, m_clock, m_pool, m_jitter, &m_retries});
        m_running.push_back(&fill);
        m_jobs.push_back(job);
        try {
            result = co_await fill.run();
        } catch (const std::exception &exception) {
            // Only what the toolkit or the library throws (memory); nobody else would see it.
            qCCritical(lcFetcher) << "A download broke off:" << exception.what();
            result.error().detail = QString::fromLocal8Bit(exception.what());
        }
        std::erase(m_running, &fill);
        std::erase(m_jobs, job);
    }
    job->answer(std::move(result));
    finishShutdown();
}

void ObjectFetcher::cancel(std::shared_ptr<FillProgress> progress)
{
    progress->cancelled = true;
    postTo(this, [this, progress = std::move(progress)] {
        for (auto *fill : m_running) {
            if (fill->progress() == progress)
                fill->stop({ErrorCode::Cancelled, u"The download was cancelled."_s, {}});
        }
    });
}

QFuture<Result<PassedContentPtr>> ObjectFetcher::passThrough(R2Url object, qint64 offset)
{
    return callTaskOn(
        this, [this, object = std::move(object), offset] { return passHere(object, offset); });
}

QCoro::Task<Result<PassedContentPtr>> ObjectFetcher::passHere(R2Url object, qint64 offset)
{
    if (m_shuttingDown)
        co_return failure(shuttingDown());
    co_return co_await m_passes.begin(std::move(object), offset);
}

QFuture<Result<ProbedObject>> ObjectFetcher::probe(R2Url object, QByteArray ifNoneMatch)
{
    return callTaskOn(
        this, [this, object = std::move(object), ifNoneMatch = std::move(ifNoneMatch)] {
            return probeHere(object, ifNoneMatch);
        });
}

QCoro::Task<Result<ProbedObject>> ObjectFetcher::probeHere(R2Url object, QByteArray ifNoneMatch)
{
    if (m_shuttingDown)
        co_return failure(shuttingDown());
    const auto wakeup = Wakeup::create();
    m_probes.push_back(wakeup);
    QTimer::singleShot(probeLimit, this, [weak = std::weak_ptr(wakeup)] {
        if (const auto late = weak.lock())
            late->stop({ErrorCode::OriginTimeout, u"The origin did not answer in time."_s, {}});
    });
    OriginClient::Request request;
    request.url = object.request;
    request.ifNoneMatch = ifNoneMatch;
    const auto answer = co_await m_client.open(request, wakeup);

    Result<ProbedObject> result;
    if (!answer) {
        result = failure(answer.error().error);
    } else if (answer->head.status == 304 && !ifNoneMatch.isEmpty()) {
        result->notModified = true;
    } else if (answer->head.status != 200 && answer->head.status != 206) {
        result = failure(failureOfStatus(answer->head, object.canonical, m_clock.nowUtc()).error);
    } else {
        result->length = answer->head.contentLength;
        result->contentType = answer->head.contentType;
        result->etag = answer->head.etag;
        result->lastModified = answer->head.lastModified;
        if (ifNoneMatch.isEmpty())
            result->notAVideo = co_await faultOf(answer->body.get(), result->contentType);
    }
    std::erase(m_probes, wakeup);
    finishShutdown();
    co_return result;
}

QCoro::Task<std::optional<Error>> ObjectFetcher::faultOf(OriginReply *body, QByteArray contentType)
{
    const auto check = m_fillOptions.containerCheck;
    QByteArray head;
    while (check && head.size() < containerSniffLength) {
        const auto piece = co_await body->next(QDeadlineTimer(probeLimit));
        if (!piece)
            co_return std::nullopt; // of what has come late nothing can be said
        if (piece->isEmpty())
            break;
        head += *piece;
    }
    const auto checked = check ? check(head, contentType) : Result<>();
    co_return checked ? std::nullopt : std::optional(checked.error());
}

void ObjectFetcher::setOptions(Options options)
{
    postTo(this, [this, options = completed(std::move(options))] {
        m_fillOptions = options.fill;
        m_passes.setRetry(options.fill.retry);
        m_client.setOptions(options.origin);
    });
}

QFuture<OriginStanding> ObjectFetcher::standing()
{
    return callOn(this, [this] { return m_client.standing(); });
}

QFuture<void> ObjectFetcher::shutdown()
{
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    auto future = promise->future();
    postTo(this, [this, promise = std::move(promise)] {
        m_shuttingDown = true;
        m_shutdowns.push_back(promise);
        for (auto *fill : m_running)
            fill->stop(shuttingDown());
        for (const auto &wakeup : std::as_const(m_probes))
            wakeup->stop(shuttingDown());
        m_passes.stopAll(shuttingDown());
        finishShutdown();
    });
    return future;
}

void ObjectFetcher::finishShutdown()
{
    if (!m_shuttingDown || !m_running.empty() || !m_probes.empty() || !m_passes.isEmpty())
        return;
    m_client.closeConnections();
    for (const auto &promise : std::exchange(m_shutdowns, {}))
        promise->finish();
}

} // namespace r2cache
