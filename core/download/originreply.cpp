// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/originreply.h"

#include <QSslError>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Whether Qt calls an answer an error for its status alone: its body is as whole as any.
bool isOfStatus(QNetworkReply::NetworkError error)
{
    using E = QNetworkReply::NetworkError;
    return (error >= E::ContentAccessDenied && error <= E::UnknownContentError)
        || error == E::ProtocolInvalidOperationError
        || (error >= E::InternalServerError && error <= E::UnknownServerError);
}

} // namespace

OriginReply::OriginReply(
    std::shared_ptr<QNetworkAccessManager> network, const QNetworkRequest &request, Method method,
    QString shown, Options options, RateLimiter &limiter, std::shared_ptr<Wakeup> wakeup)
    : m_network(std::move(network))
    , m_reply(method == Method::Head ? m_network->head(request) : m_network->get(request))
    , m_shown(std::move(shown))
    , m_options(options)
    , m_limiter(limiter)
    , m_wakeup(std::move(wakeup))
{
    auto *reply = m_reply.get();
    auto *waker = m_wakeup.get();
    reply->setReadBufferSize(m_options.readBuffer);
    QObject::connect(reply, &QNetworkReply::requestSent, waker, [this, waker] {
        m_sent = true;
        waker->wake();
    });
    QObject::connect(reply, &QNetworkReply::metaDataChanged, waker, [this, waker] {
        m_sent = m_hasHead = true;
        waker->wake();
    });
    QObject::connect(
        reply, &QNetworkReply::sslErrors, waker, [this](const QList<QSslError> &errors) {
            for (const auto &error : errors)
                m_tlsErrors += error.errorString() + u' ';
        });
    QObject::connect(reply, &QNetworkReply::readyRead, waker, &Wakeup::wake);
    QObject::connect(reply, &QNetworkReply::finished, waker, &Wakeup::wake);
}

OriginReply::~OriginReply()
{
    QObject::disconnect(m_reply.get(), nullptr, m_wakeup.get(), nullptr);
    if (!m_reply->isFinished())
        m_reply->abort();
}

QCoro::Task<OriginResult<OriginHead>> OriginReply::head()
{
    const Wakeup::Condition connected = [this] {
        return m_sent || m_reply->isFinished();
    };
    auto end = co_await m_wakeup->until(connected, QDeadlineTimer(m_options.connectTimeout));
    if (end != Wakeup::End::Met)
        co_return waitFailure(end, u"Connecting for %1 took too long."_s.arg(m_shown));

    const Wakeup::Condition answered = [this] {
        return m_hasHead || m_reply->isFinished();
    };
    end = co_await m_wakeup->until(answered, QDeadlineTimer(m_options.stallTimeout));
    if (end != Wakeup::End::Met)
        co_return waitFailure(end, u"The origin did not answer %1 in time."_s.arg(m_shown));

    if (!m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
        co_return networkFailure(ExchangePhase::BeforeHead);
    co_return readHead();
}

QCoro::Task<OriginResult<QByteArray>> OriginReply::next(QDeadlineTimer limit)
{
    const Wakeup::Condition ready = [this] {
        return m_reply->bytesAvailable() > 0 || m_reply->isFinished();
    };
    limit += m_heldBack.count();
    const auto deadline = std::min(QDeadlineTimer(m_options.stallTimeout), limit);
    const auto end = co_await m_wakeup->until(ready, deadline);
    if (end != Wakeup::End::Met)
        co_return waitFailure(
            end,
            limit.hasExpired() ? u"Downloading %1 takes longer than allowed."_s.arg(m_shown)
                               : u"The origin stopped sending %1."_s.arg(m_shown));

    const auto allowed = co_await leaveToRead();
    if (!allowed)
        co_return tl::unexpected<OriginFailure>{allowed.error()};
    auto bytes = m_reply->read(*allowed);
    if (bytes.isEmpty() && m_reply->error() != QNetworkReply::NoError
        && !isOfStatus(m_reply->error()))
        co_return networkFailure(ExchangePhase::InBody);
    co_return bytes;
}

QCoro::Task<OriginResult<qint64>> OriginReply::leaveToRead()
{
    // What has arrived, so that nobody takes tokens for what may never come.
    const auto wanted = std::min(m_reply->bytesAvailable(), m_options.readBuffer);
    if (wanted == 0 || m_limiter.isUnlimited())
        co_return m_options.readBuffer;
    QElapsedTimer waiting;
    waiting.start();
    auto allowed = co_await m_limiter.take(wanted, m_wakeup);
    m_heldBack += std::chrono::milliseconds{waiting.elapsed()};
    co_return allowed;
}

void OriginReply::hold(std::unique_ptr<HostGate::Turn> turn)
{
    m_heldBack += turn->waited();
    m_turn = std::move(turn);
}

QUrl OriginReply::location(const QUrl &base) const
{
    const auto location = QUrl::fromEncoded(m_reply->rawHeader("Location"));
    return location.isValid() && !location.isEmpty() ? base.resolved(location) : QUrl();
}

OriginHead OriginReply::readHead() const
{
    OriginHead head;
    head.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    bool ok = false;
    const auto length = m_reply->rawHeader("Content-Length").trimmed().toLongLong(&ok);
    // RFC 9112 section 6.3: Transfer-Encoding overrides it.
    const bool holds = ok && length >= 0 && !m_reply->hasRawHeader("Transfer-Encoding");
    head.contentLength = holds ? length : -1;
    head.etag = m_reply->rawHeader("ETag").trimmed();
    head.lastModified = m_reply->rawHeader("Last-Modified");
    head.contentType = m_reply->rawHeader("Content-Type");
    head.contentRange = m_reply->rawHeader("Content-Range");
    head.contentEncoding = m_reply->rawHeader("Content-Encoding");
    head.retryAfter = m_reply->rawHeader("Retry-After");
    head.fields = m_reply->rawHeaderPairs();
    return head;
}

tl::unexpected<OriginFailure> OriginReply::networkFailure(ExchangePhase phase) const
{
    const auto code = codeOf(m_reply->error(), phase);
    const auto detail = m_tlsErrors.isEmpty() ? m_reply->errorString() : m_tlsErrors.trimmed();
    switch (code) {
    case ErrorCode::TlsError:
        return originFailure(
            code, u"The TLS connection for %1 failed: %2"_s.arg(m_shown, detail), detail);
    case ErrorCode::LengthMismatch:
        return originFailure(
            code, u"The origin broke off while sending %1."_s.arg(m_shown), detail);
    default:
        return originFailure(
            code, u"The origin of %1 could not be reached."_s.arg(m_shown), detail);
    }
}

tl::unexpected<OriginFailure>
OriginReply::waitFailure(Wakeup::End end, const QString &timeoutMessage) const
{
    if (end == Wakeup::End::Stopped)
        return originFailure(*m_wakeup->stopReason());
    return originFailure(ErrorCode::OriginTimeout, timeoutMessage);
}

} // namespace r2cache
