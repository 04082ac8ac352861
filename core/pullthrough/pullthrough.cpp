// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pullthrough.h"

#include "core/base/calltask.h"
#include "core/proxy/proxyanswers.h"
#include "core/pullthrough/pullexchange.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcPull, "cache.pullthrough", QtInfoMsg)

/// Validation, the missing range and the whole object in turn, and one to spare.
constexpr int maxAsked = 4;

Error shuttingDownError()
{
    return {ErrorCode::ShuttingDown, u"r2cache is shutting down."_s, {}};
}

/// The same for requests that the origin would answer alike.
QByteArray equalityKey(const RequestHead &request, const QByteArray &url, Trust trust)
{
    QByteArray key = request.method + ' ' + url + '\n';
    const Headers forwarded = forwardedFields(request, trust, {});
    for (const auto &[name, value] : forwarded.fields())
        key += name.toLower() + ':' + value + '\n';
    return key;
}

} // namespace

/// Counts a coroutine of a PullThrough while it lives.
class PullThrough::Running
{
public:
    explicit Running(PullThrough &pull)
        : m_pull(pull)
    {
        ++m_pull.m_running;
    }
    ~Running()
    {
        --m_pull.m_running;
        m_pull.finishShutdown();
    }
    Q_DISABLE_COPY_MOVE(Running)

private:
    PullThrough &m_pull;
};

/// While it lives equal requests wait; then they look at what it has brought.
class PullThrough::Leading
{
public:
    /// @param key  empty: nobody is to wait.
    Leading(PullThrough &pull, QByteArray key)
        : m_pull(pull)
        , m_key(std::move(key))
    {
        m_promise.start();
        if (!m_key.isEmpty())
            m_pull.m_asking.insert(m_key, m_promise.future());
    }
    ~Leading()
    {
        if (!m_key.isEmpty())
            m_pull.m_asking.remove(m_key);
        m_promise.finish();
    }
    Q_DISABLE_COPY_MOVE(Leading)

private:
    PullThrough &m_pull;
    QByteArray m_key;
    QPromise<void> m_promise;
};

PullThrough::PullThrough(
    Options options, const Clock &clock, std::shared_ptr<HostResolver> resolver, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(clock)
    , m_resolver(resolver ? std::move(resolver) : std::make_shared<SystemHostResolver>())
    , m_client(m_options.origin, *m_resolver, m_clock)
    , m_fetch(m_options.fetch, m_client, m_clock)
    , m_store(m_options.maxStoredBytes)
{ }

PullThrough::~PullThrough()
{
    Q_ASSERT_X(m_running == 0, "PullThrough", "await shutdown() before destroying it");
}

QFuture<Result<Response>> PullThrough::answer(RequestHead request, QUrl url)
{
    return callTaskOn(this, [this, request = std::move(request), url = std::move(url)] {
        return answerHere(request, url);
    });
}

QCoro::Task<Result<Response>> PullThrough::answerHere(RequestHead request, QUrl url)
{
    if (m_shuttingDown)
        co_return failure(shuttingDownError());
    if (m_running >= m_options.maxRunning)
        co_return failure(
            ErrorCode::CacheFull, u"Too many requests wait for origins; try again later."_s);
    const Running counted(*this);
    auto exchange = std::make_shared<Exchange>();
    exchange->key = url.toEncoded();
    exchange->directives
        = CacheControl(request.headers.value("Cache-Control").value_or(QByteArray()));
    exchange->isForOriginAlone
        = request.headers.contains("If-Match") || request.headers.contains("If-Unmodified-Since");
    exchange->ignoresStore = exchange->isForOriginAlone;
    exchange->mayWait = !exchange->isForOriginAlone;
    exchange->request = std::move(request);
    exchange->url = std::move(url);
    try {
        auto running = run(exchange);
        auto answered = co_await running;
        co_return answered;
    } catch (const std::exception &exception) {
        // Only what the toolkit or the library throws (memory).
        qCCritical(lcPull) << "A request broke off:" << exception.what();
    }
    co_return failure(ErrorCode::Internal, u"The request broke off."_s);
}

QCoro::Task<Result<Response>> PullThrough::run(std::shared_ptr<Exchange> exchange)
{
    const auto equality = equalityKey(exchange->request, exchange->key, m_options.fetch.trust);
    if (auto answered = fromHeld(*exchange))
        co_return std::move(*answered);
    if (exchange->mayWait && m_asking.contains(equality)) {
        exchange->mayWait = false;
        exchange->held.reset();
        const QFuture<void> first = m_asking.value(equality);
        co_await first;
        if (auto answered = fromHeld(*exchange))
            co_return std::move(*answered);
    }
    const Leading leading(*this, exchange->mayWait ? equality : QByteArray());
    while (exchange->asked++ < maxAsked) {
        auto asking = ask(exchange);
        auto answered = co_await asking;
        if (!answered)
            answered = fromHeld(*exchange);
        if (answered)
            co_return std::move(*answered);
    }
    co_return failure(
        ErrorCode::OriginChanged,
        u"The origin's answers for %1 do not fit together."_s.arg(shownUrl(exchange->url)));
}

PullThrough::Answered PullThrough::fromHeld(Exchange &exchange)
{
    using Asking = Exchange::Asking;
    const auto now = m_clock.nowUtc();
    exchange.asking = Asking::AsTheClient;
    if (!exchange.held && !exchange.ignoresStore)
        exchange.held = m_store.find(exchange.key, exchange.request);
    if (exchange.held) {
        const auto &held = *exchange.held;
        const auto reuse
            = exchange.isConfirmed ? Reuse::Fresh : reuseOf(held, exchange.directives, now);
        exchange.plan = servePlan(held, exchange.request, now);
        const auto &needed = exchange.plan.range;
        if (reuse != Reuse::Validate && held.body.contains(needed)) {
            CacheStatus status;
            status.outcome = reuse == Reuse::Fresh ? exchange.outcome : CacheStatus::Outcome::Stale;
            if (reuse == Reuse::StaleMeanwhile)
                validateMeanwhile(exchange);
            return fromStore(exchange, status);
        }
        const bool isJoinable = m_options.reading == Reading::AsTestSuites
            || mayCombine(held.headers, held.headers); // with itself: it has a strong ETag
        const bool hasValidator
            = held.headers.contains("ETag") || held.headers.contains("Last-Modified");
        if (exchange.isGet() && reuse != Reuse::Validate && isJoinable) {
            const auto gaps = held.body.present().gaps(needed);
            exchange.rest = {gaps.front().begin, gaps.back().end};
            exchange.asking = Asking::Rest;
        } else if (exchange.isGet() && reuse == Reuse::Validate && hasValidator) {
            exchange.asking = Asking::Conditional;
        }
    }
    if (exchange.directives.has("only-if-cached"))
        return proxyText(504, u"It is not in the cache, and only-if-cached forbids asking."_s);
    return std::nullopt;
}

OriginClient::Request PullThrough::originRequest(Exchange &exchange) const
{
    using Asking = Exchange::Asking;
    auto fields = forwardedFields(exchange.request, m_options.fetch.trust, m_options.via);
    const auto takeFromHeld = [&](QByteArrayView stored, const QByteArray &asked) {
        if (const auto value = exchange.held->headers.value(stored))
            fields.append(asked, *value);
    };
    if (exchange.asking == Asking::Conditional) {
        fields = without(fields, {"If-None-Match", "If-Modified-Since"});
        takeFromHeld("ETag", "If-None-Match");
        takeFromHeld("Last-Modified", "If-Modified-Since");
    } else if (exchange.asking == Asking::Rest) {
        fields = without(fields, {"If-None-Match", "If-Modified-Since", "Range", "If-Range"});
        const bool toTheEnd = exchange.rest.end == exchange.held->body.completeLength();
        fields.append(
            "Range",
            toTheEnd ? QByteArray("bytes=" + QByteArray::number(exchange.rest.begin) + '-')
                     : exchange.rest.toRequestHeader());
        if (mayCombine(exchange.held->headers, exchange.held->headers))
            takeFromHeld("ETag", "If-Range");
    }
    OriginClient::Request request;
    request.url = exchange.url;
    request.method = exchange.isGet() ? OriginReply::Method::Get : OriginReply::Method::Head;
    request.followsRedirects = false;
    for (const auto &[name, value] : fields.fields())
        request.fields.append({name, value});
    return request;
}

QCoro::Task<PullThrough::Answered> PullThrough::ask(std::shared_ptr<Exchange> exchange)
{
    auto fetching = fetch(originRequest(*exchange));
    auto message = co_await fetching;
    if (!message) {
        const auto &error = message.error().error;
        const bool isAway
            = error.code == ErrorCode::OriginUnreachable || error.code == ErrorCode::OriginTimeout;
        if (isAway) {
            if (auto stale = despite(OriginTrouble::Disconnected, *exchange))
                co_return stale;
        }
        co_return Answered{failure(error)};
    }
    const int status = message->status;
    exchange->originStatus = status;
    if (status < 200 || status > 599)
        co_return Answered{failure(
            ErrorCode::OriginRejected, u"The origin answered with status %1."_s.arg(status))};
    if (message->spool)
        co_return spooled(*exchange, std::move(*message));
    if (!exchange->isGet()) {
        updateByHead(*exchange, *message);
        co_return Answered{passedOn(std::move(*message), false)};
    }
    if (status == 304)
        co_return notModified(*exchange, std::move(*message));
    if (status == 206)
        co_return partial(*exchange, std::move(*message));
    if (message->isCutShort)
        co_return cutShort(*exchange, std::move(*message));
    co_return other(*exchange, std::move(*message));
}

QCoro::Task<OriginResult<PulledMessage>> PullThrough::fetch(OriginClient::Request request)
{
    if (m_shuttingDown)
        co_return originFailure(shuttingDownError());
    const auto wakeup = Wakeup::create();
    m_wakeups.push_back(wakeup);
    auto fetching = m_fetch.fetch(std::move(request), wakeup);
    auto message = co_await fetching;
    if (!message || !message->rest)
        std::erase(m_wakeups, wakeup);
    co_return message;
}

void PullThrough::validateMeanwhile(const Exchange &exchange)
{
    if (m_validating.contains(exchange.key))
        return;
    m_validating.insert(exchange.key);
    auto request = exchange.request;
    request.method = "GET";
    request.headers = without(
        request.headers,
        {"Range", "If-Range", "If-None-Match", "If-Modified-Since", "Cache-Control"});
    request.headers.append("Cache-Control", "no-cache");
    std::ignore = validate(std::move(request), exchange.url);
}

QCoro::Task<> PullThrough::validate(RequestHead request, QUrl url)
{
    const auto key = url.toEncoded();
    auto answering = answerHere(std::move(request), std::move(url));
    const auto answered = co_await answering;
    if (!answered)
        qCInfo(lcPull).noquote() << "Not validated:" << answered.error().message;
    m_validating.remove(key);
}

QCoro::Task<> PullThrough::drain(
    std::unique_ptr<OriginReply> rest, std::shared_ptr<Spool> spool, std::shared_ptr<Wakeup> wakeup)
{
    const Running counted(*this);
    auto draining = m_fetch.drain(std::move(rest), std::move(spool));
    co_await draining;
    std::erase(m_wakeups, wakeup);
}

QFuture<void> PullThrough::shutdown()
{
    QPromise<void> promise;
    promise.start();
    auto future = promise.future();
    postTo(this, [this, shared = std::make_shared<QPromise<void>>(std::move(promise))] {
        m_shuttingDown = true;
        m_shutdowns.push_back(std::move(*shared));
        for (const auto &wakeup : std::vector(m_wakeups))
            wakeup->stop(shuttingDownError());
        finishShutdown();
    });
    return future;
}

void PullThrough::finishShutdown()
{
    if (!m_shuttingDown || m_running > 0)
        return;
    m_client.closeConnections();
    for (auto &promise : std::exchange(m_shutdowns, {}))
        promise.finish();
}

} // namespace r2cache
