// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/hostgate.h"
#include "core/download/originhead.h"
#include "core/download/ratelimiter.h"
#include "core/download/wakeup.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace r2cache {

/// One GET or HEAD at one address: its head, then its body by pulling.
///
/// What is not pulled stays unread in the socket (back-pressure): memory is bounded by readBuffer.
/// Destroyed before the end of the body it drops the connection. Where a connection closes before
/// Qt has read anything of the answer, Qt itself repeats the request, up to three times. Lives on
/// the origin thread; must outlive the tasks it returned.
class OriginReply
{
public:
    enum class Method
    {
        Get,
        Head,
    };

    struct Options
    {
        std::chrono::milliseconds connectTimeout{10'000}; ///< Until the request is sent.
        std::chrono::milliseconds stallTimeout{30'000}; ///< Without any progress after that.
        qint64 readBuffer = 512LL * 1024; ///< Bytes; also the largest piece that next() gives.
    };

    /// Sends the request. @p shown is the URL for messages; @p limiter outlives this.
    OriginReply(
        std::shared_ptr<QNetworkAccessManager> network, const QNetworkRequest &request,
        Method method, QString shown, Options options, RateLimiter &limiter,
        std::shared_ptr<Wakeup> wakeup);
    ~OriginReply();
    OriginReply(const OriginReply &) = delete;
    OriginReply &operator=(const OriginReply &) = delete;

    /// Waits for the head, whatever its status.
    /// @return OriginUnreachable, OriginTimeout, TlsError, or why the wakeup was stopped.
    [[nodiscard]] QCoro::Task<OriginResult<OriginHead>> head();

    /// The next bytes of the body, as many as the rate limit allows; empty at its end.
    ///
    /// Without a Content-Length that end proves nothing: a connection that closes inside a chunked
    /// body, which RFC 9112 section 8 calls incomplete, looks whole to Qt now and then.
    /// @param limit  when to give up whatever the progress; time that we ourselves held the
    /// transfer
    ///               back for is added.
    /// @return LengthMismatch (cut short), OriginTimeout, or why the wakeup was stopped.
    [[nodiscard]] QCoro::Task<OriginResult<QByteArray>> next(QDeadlineTimer limit);

    /// Keeps @p turn until this reply ends; how long it took to get is time held back.
    void hold(std::unique_ptr<HostGate::Turn> turn);

    /// Whether the connection was made and the request went out.
    [[nodiscard]] bool wasSent() const { return m_sent; }
    /// Whether the request never went out because a connection that was not its own broke.
    ///
    /// A request may wait in Qt's queue for the moment in which the connection before it is put
    /// back; if any other connection of its manager breaks just then, Qt fails the whole queue
    /// with it.
    [[nodiscard]] bool fellWithAnother() const
    {
        return !m_sent && m_reply->error() == QNetworkReply::RemoteHostClosedError;
    }
    /// "Location" resolved against @p base; invalid if there is none.
    [[nodiscard]] QUrl location(const QUrl &base) const;

private:
    [[nodiscard]] QCoro::Task<OriginResult<qint64>> leaveToRead();
    [[nodiscard]] OriginHead readHead() const;
    [[nodiscard]] tl::unexpected<OriginFailure> networkFailure(ExchangePhase phase) const;
    [[nodiscard]] tl::unexpected<OriginFailure>
    waitFailure(Wakeup::End end, const QString &timeoutMessage) const;

    std::unique_ptr<HostGate::Turn> m_turn; ///< Ends after the connection.
    std::shared_ptr<QNetworkAccessManager> m_network; ///< Before m_reply, its child.
    std::unique_ptr<QNetworkReply, QScopedPointerDeleteLater> m_reply;
    QString m_shown;
    Options m_options;
    RateLimiter &m_limiter;
    std::shared_ptr<Wakeup> m_wakeup;
    std::chrono::milliseconds m_heldBack{0}; ///< By the rate limit or the host's gate.
    bool m_sent = false;
    bool m_hasHead = false;
    QString m_tlsErrors;
};

} // namespace r2cache
