// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/download/hostgate.h"
#include "core/download/hostresolver.h"
#include "core/download/networkpool.h"
#include "core/download/originmeters.h"
#include "core/download/originreply.h"
#include "core/download/originstanding.h"
#include "core/download/sigv4.h"
#include "core/url/r2url.h"

#include <QSslConfiguration>

namespace r2cache {

/// GETs at origins, guarded: every hop goes to an allowed origin, at an address that was checked,
/// over verified TLS, by HTTP/1.1, without cookies, content coding or the system's proxy, and
/// without credentials but for private buckets.
///
/// The address checked is the address connected to: it stands in the request's URL, while Host and
/// the name that TLS verifies (and sends as SNI) are the origin's. Lives on the origin thread; must
/// outlive the tasks it returned.
class OriginClient
{
public:
    struct Options
    {
        QByteArray userAgent = "r2cache";
        OriginReply::Options reply;
        /// Of all bodies together; 0: no limit. A change holds at once, also for what runs.
        qint64 maxBytesPerSecond = 0;
        HostGate::Options hosts;
        int maxRedirects = 10;
        /// R2UrlRules::isAllowedOrigin: whether a hop may lead there at all.
        std::function<bool(const QUrl &)> isAllowedOrigin;
        /// R2UrlRules::isExactCustomOrigin: whether it may have a private address, or be http
        /// after https.
        std::function<bool(const Origin &)> isExactOrigin;
        /// The proxy for an origin; null: none for any. With a proxy a name that cannot be
        /// resolved here is left to it.
        std::function<QNetworkProxy(const QUrl &)> proxyFor;
        /// Whether an origin answers to signed requests only; null: none does. There a URL that is
        /// not presigned is signed with signingKeys, and refused without them.
        std::function<bool(const Origin &)> needsSignature;
        std::optional<SigV4Credentials> signingKeys;
        /// Whether a reader waits for what is at this URL (of the request, not of a redirect);
        /// asked on the origin thread. Null: never.
        std::function<bool(const QUrl &)> readerWaitsFor;
        /// Null: the system's trusted certificates.
        std::optional<QSslConfiguration> tls;
    };

    struct Request
    {
        QUrl url; ///< May carry a signature.
        qint64 offset = 0; ///< First byte wanted; the answer may start at 0 all the same.
        QByteArray ifRange; ///< Strong ETag of the bytes before offset (RFC 9110 section 13.1.5);
                            ///< not used where no range is asked for.
        qint64 end = -1; ///< One past the last byte wanted; -1: to the end of the object.
        QByteArray ifNoneMatch{}; ///< ETag; where it holds the answer is 304.
        OriginReply::Method method = OriginReply::Method::Get;
        /// Further fields; they replace what this class sends of itself, but not Host and
        /// Accept-Encoding.
        QList<QNetworkReply::RawHeaderPair> fields{};
        bool followsRedirects = true; ///< Else a redirect is an answer like any other.
        HostGate::HeldBack heldBack{}; ///< Of the host of any hop.
    };

    struct Answer
    {
        OriginHead head;
        std::unique_ptr<OriginReply> body;
    };

    OriginClient(Options options, HostResolver &resolver, const Clock &clock)
        : m_resolver(resolver)
        , m_clock(clock)
        , m_gate({}, clock)
    {
        setOptions(std::move(options));
    }

    /// For requests from now on.
    void setOptions(Options options);

    /// Waits for its turn at the host, sends @p request and follows redirects to the first other
    /// answer. A signature of ours goes
    /// to the origin of @p request alone, not along with a redirect to another one.
    /// @return the answer, whatever its status, or
    ///   - OriginForbidden a signature is needed and there are no keys: nothing was sent;
    ///   - AddressRefused, RedirectRefused, TlsError;
    ///   - OriginUnreachable, OriginTimeout;
    ///   - InvalidUrl     neither http nor https;
    ///   - why @p wakeup was stopped.
    [[nodiscard]] QCoro::Task<OriginResult<Answer>>
    open(Request request, std::shared_ptr<Wakeup> wakeup);

    /// What the requests so far have told of the origins.
    [[nodiscard]] OriginStanding standing() const;
    [[nodiscard]] const OriginMeters &meters() const { return m_meters; } ///< Any thread.

    /// Drops idle connections; call after the last task and before the thread ends.
    void closeConnections() { m_pool.clear(); }

private:
    /// What holds for all hops of one request.
    struct Exchange
    {
        Options options;
        Origin first; ///< The only one that a signature of ours goes to.
        HostGate::IsUrgent isUrgent;
    };

    [[nodiscard]] QCoro::Task<OriginResult<Answer>>
    openHop(Request request, Exchange exchange, std::shared_ptr<Wakeup> wakeup);
    [[nodiscard]] QCoro::Task<OriginResult<Answer>>
    ask(Request request, Exchange exchange, std::shared_ptr<Wakeup> wakeup);
    void report(HostGate::Turn &turn, const QString &host, const OriginResult<Answer> &answer);
    void noteDate(const QString &host, const OriginHead &head);
    [[nodiscard]] QCoro::Task<OriginResult<QStringList>>
    hostsFor(QUrl url, Options options, std::shared_ptr<Wakeup> wakeup);

    Options m_options;
    HostResolver &m_resolver;
    const Clock &m_clock;
    NetworkPool m_pool;
    RateLimiter m_limiter;
    OriginMeters m_meters;
    HostGate m_gate;
    std::optional<std::chrono::seconds> m_clockAhead; ///< Of m_clockHost's, when it last told.
    QString m_clockHost;
};

} // namespace r2cache
