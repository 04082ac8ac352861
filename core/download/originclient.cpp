// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/originclient.h"

#include "core/download/addressguard.h"
#include "core/http/httpdate.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcOrigin, "cache.download.origin", QtInfoMsg)

using Options = OriginClient::Options;
using Request = OriginClient::Request;
using Answer = OriginClient::Answer;

/// Host in ASCII form (punycode), lower case, IPv6 without brackets, without the root's dot (which
/// no certificate carries).
QString asciiHost(const QUrl &url)
{
    auto host = url.host(QUrl::FullyEncoded).toLower();
    if (host.endsWith(u'.'))
        host.chop(1);
    return host;
}

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == u"https" ? 443 : 80);
}

Origin originOf(const QUrl &url)
{
    return {url.scheme(), asciiHost(url), portOf(url)};
}

bool isExact(const QUrl &url, const Options &options)
{
    return options.isExactOrigin && options.isExactOrigin(originOf(url));
}

/// Whether a request for @p url has to carry a signature of ours.
bool wantsSigning(const QUrl &url, const Options &options)
{
    return options.needsSignature && options.needsSignature(originOf(url)) && !isPresigned(url);
}

QNetworkProxy proxyFor(const QUrl &url, const Options &options)
{
    return options.proxyFor ? options.proxyFor(url) : QNetworkProxy(QNetworkProxy::NoProxy);
}

QByteArray hostHeader(const QUrl &url)
{
    QByteArray host = asciiHost(url).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    // RFC 9110 section 7.2: the port only where it is not the scheme's default.
    const bool isDefault = portOf(url) == (url.scheme() == u"https" ? 443 : 80);
    return isDefault ? host : host + ':' + QByteArray::number(portOf(url));
}

QNetworkRequest
networkRequest(const Request &request, const QString &connectTo, const Options &options)
{
    QUrl url = request.url;
    url.setUserInfo({});
    url.setFragment({});
    url.setHost(connectTo);
    QNetworkRequest result(url);
    result.setRawHeader("User-Agent", options.userAgent);
    result.setRawHeader("Accept", "*/*");
    for (const auto &[name, value] : request.fields)
        result.setRawHeader(name, value);
    result.setRawHeader("Host", hostHeader(request.url));
    // Also keeps Qt from decoding by itself.
    result.setRawHeader("Accept-Encoding", "identity");
    if (request.offset > 0 || request.end >= 0) {
        QByteArray range = "bytes=" + QByteArray::number(request.offset) + '-';
        if (request.end >= 0)
            range += QByteArray::number(request.end - 1); // RFC 9110 counts the last byte in
        result.setRawHeader("Range", range);
        if (!request.ifRange.isEmpty())
            result.setRawHeader("If-Range", request.ifRange);
    }
    if (!request.ifNoneMatch.isEmpty())
        result.setRawHeader("If-None-Match", request.ifNoneMatch);
    result.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    if (request.url.scheme() == u"https") {
        auto tls = options.tls.value_or(QSslConfiguration::defaultConfiguration());
        tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
        result.setSslConfiguration(tls);
        result.setPeerVerifyName(asciiHost(request.url));
    }
    return result;
}

void sign(
    QNetworkRequest &request, const QUrl &url, const SigV4Credentials &keys, const Clock &clock)
{
    SigV4Request signedRequest;
    signedRequest.url = url;
    signedRequest.host = hostHeader(url);
    signedRequest.at = clock.nowUtc();
    for (const auto &[name, value] : sigV4Headers(signedRequest, keys))
        request.setRawHeader(name, value);
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Why a redirect from @p from may not lead to @p to, or nothing.
std::optional<Error> refusalOf(const QUrl &from, const QUrl &to, const Options &options)
{
    const auto refused = [&](const QString &reason) {
        return Error{
            ErrorCode::RedirectRefused,
            u"The origin redirected %1 to %2: %3"_s.arg(shownUrl(from), shownUrl(to), reason),
            {}};
    };
    const bool isHttp = to.scheme() == u"http" || to.scheme() == u"https";
    if (!to.isValid() || !isHttp || to.host().isEmpty())
        return refused(u"that is no web address."_s);
    if (!to.userInfo().isEmpty())
        return refused(u"a redirect must not carry credentials."_s);
    const bool exact = isExact(to, options);
    if (!exact && !(options.isAllowedOrigin && options.isAllowedOrigin(to)))
        return refused(u"that origin is not in CACHE_CUSTOM_DOMAINS."_s);
    if (!exact && from.scheme() == u"https" && to.scheme() == u"http")
        return refused(u"that would give up TLS."_s);
    return std::nullopt;
}

} // namespace

void OriginClient::setOptions(Options options)
{
    m_limiter.setRate(options.maxBytesPerSecond);
    m_gate.setOptions(options.hosts);
    m_options = std::move(options);
}

QCoro::Task<OriginResult<OriginClient::Answer>>
OriginClient::open(Request request, std::shared_ptr<Wakeup> wakeup)
{
    const Options options = m_options; // one set for all hops
    if (request.url.scheme() != u"https" && request.url.scheme() != u"http")
        co_return originFailure(
            ErrorCode::InvalidUrl, u"%1 is no web address."_s.arg(shownUrl(request.url)));
    if (wantsSigning(request.url, options) && !options.signingKeys)
        co_return originFailure(
            ErrorCode::OriginForbidden,
            u"%1 is private: set CACHE_R2_ACCESS_KEY_ID and CACHE_R2_SECRET_ACCESS_KEY, or presign "
            u"the URL."_s.arg(shownUrl(request.url)));

    Exchange exchange{options, originOf(request.url), {}};
    if (options.readerWaitsFor)
        exchange.isUrgent = [asked = request.url, readerWaits = options.readerWaitsFor] {
            return readerWaits(asked);
        };
    for (int hop = 0; hop <= options.maxRedirects; ++hop) {
        auto answer = co_await openHop(request, exchange, wakeup);
        if (!answer || !isRedirect(answer->head.status) || !request.followsRedirects)
            co_return answer;
        const QUrl target = answer->body->location(request.url);
        if (auto refusal = refusalOf(request.url, target, options))
            co_return originFailure(std::move(*refusal));
        qCDebug(lcOrigin).noquote() << shownUrl(request.url) << "redirects to" << shownUrl(target);
        request.url = target;
    }
    co_return originFailure(
        ErrorCode::RedirectRefused,
        u"%1 redirects more than %2 times."_s.arg(shownUrl(request.url)).arg(options.maxRedirects));
}

QCoro::Task<OriginResult<OriginClient::Answer>>
OriginClient::openHop(Request request, Exchange exchange, std::shared_ptr<Wakeup> wakeup)
{
    const Origin origin = originOf(request.url);
    const QString host = u"%1:%2"_s.arg(origin.host).arg(origin.port);
    auto turn = co_await m_gate.enter(host, exchange.isUrgent, wakeup, request.heldBack);
    if (!turn)
        co_return tl::unexpected<OriginFailure>{turn.error()};
    const auto begun = m_clock.monotonic();
    auto answer = co_await ask(request, exchange, wakeup);
    if (answer)
        m_meters.addAnswer(answer->head.status, m_clock.monotonic() - begun);
    else if (!wakeup->stopReason())
        m_meters.addSilence();
    report(**turn, origin.host, answer);
    if (answer)
        answer->body->hold(std::move(*turn));
    co_return answer;
}

void OriginClient::report(
    HostGate::Turn &turn, const QString &host, const OriginResult<Answer> &answer)
{
    using Outcome = HostGate::Turn::Outcome;
    if (!answer) {
        const auto code = answer.error().error.code;
        const bool isDown
            = code == ErrorCode::OriginUnreachable || code == ErrorCode::OriginTimeout;
        turn.report(isDown ? Outcome::Failure : Outcome::Unknown);
        return;
    }
    const auto &head = answer->head;
    // RFC 6585 section 4 and RFC 9110 section 15.6.4: both may say how long to wait.
    if (head.status == 429 || head.status == 503) {
        if (const auto pause = parseRetryAfter(head.retryAfter, m_clock.nowUtc()))
            turn.pauseHost(*pause);
    }
    turn.report(head.status >= 500 ? Outcome::Failure : Outcome::Success);
    noteDate(host, head);
}

void OriginClient::noteDate(const QString &host, const OriginHead &head)
{
    QByteArray date;
    for (const auto &[name, value] : head.fields) {
        if (name.compare("Age", Qt::CaseInsensitive) == 0)
            return; // a shared cache's copy keeps the Date it was made with
        if (name.compare("Date", Qt::CaseInsensitive) == 0)
            date = value;
    }
    const auto now = m_clock.nowUtc();
    if (const auto theirs = parseHttpDate(date, now)) {
        m_clockAhead = std::chrono::seconds{theirs->secsTo(now)};
        m_clockHost = host;
    }
}

OriginStanding OriginClient::standing() const
{
    constexpr std::chrono::minutes lately{10};
    constexpr std::chrono::seconds worthTelling{5};
    return {m_gate.downHosts(lately), m_gate.pausedHosts(worthTelling), m_clockAhead, m_clockHost};
}

QCoro::Task<OriginResult<OriginClient::Answer>>
OriginClient::ask(Request request, Exchange exchange, std::shared_ptr<Wakeup> wakeup)
{
    const auto &options = exchange.options;
    const auto hosts = co_await hostsFor(request.url, options, wakeup);
    if (!hosts)
        co_return tl::unexpected<OriginFailure>{hosts.error()};

    const auto proxy = proxyFor(request.url, options);
    auto last = OriginResult<Answer>(originFailure(ErrorCode::OriginUnreachable, {}));
    const bool isSigned = options.signingKeys && originOf(request.url) == exchange.first
        && wantsSigning(request.url, options);
    for (const auto &host : *hosts) {
        auto sent = networkRequest(request, host, options);
        if (isSigned)
            sign(sent, request.url, *options.signingKeys, m_clock);
        const auto send = [&](std::shared_ptr<QNetworkAccessManager> network) {
            return std::make_unique<OriginReply>(
                std::move(network), sent, request.method, shownUrl(request.url), options.reply,
                m_limiter, wakeup);
        };
        auto body = send(m_pool.lease(proxy));
        auto head = co_await body->head();
        if (!head && body->fellWithAnother()) {
            body = send(m_pool.add(proxy));
            head = co_await body->head();
        }
        if (head)
            co_return Answer{std::move(*head), std::move(body)};
        last = tl::unexpected<OriginFailure>{head.error()};
        const auto code = head.error().error.code;
        const bool neverConnected = !body->wasSent()
            && (code == ErrorCode::OriginUnreachable || code == ErrorCode::OriginTimeout);
        if (!neverConnected)
            break; // the host is there; another of its addresses would say the same
    }
    co_return last;
}

QCoro::Task<OriginResult<QStringList>>
OriginClient::hostsFor(QUrl url, Options options, std::shared_ptr<Wakeup> wakeup)
{
    const QString host = asciiHost(url);
    const auto lookup = m_resolver.resolve(host);
    const auto end
        = co_await wakeup->untilFinished(lookup, QDeadlineTimer(options.reply.connectTimeout));
    if (end == Wakeup::End::Stopped)
        co_return originFailure(*wakeup->stopReason());
    if (end == Wakeup::End::TimedOut)
        co_return originFailure(
            ErrorCode::OriginTimeout, u"Looking up the host %1 took too long."_s.arg(host));
    if (lookup.resultCount() == 0)
        co_return originFailure(
            ErrorCode::OriginUnreachable, u"Looking up the host %1 was given up."_s.arg(host));

    const auto found = lookup.result();
    if (!found) {
        // The proxy may know names that this network does not; nothing of ours is reached then.
        if (proxyFor(url, options).type() != QNetworkProxy::NoProxy)
            co_return QStringList{host};
        co_return originFailure(found.error());
    }
    const auto allowed = allowedAddresses(host, *found, isExact(url, options));
    if (!allowed)
        co_return originFailure(allowed.error());
    QStringList hosts;
    for (const auto &address : *allowed)
        hosts.append(address.toString());
    co_return hosts;
}

} // namespace r2cache
