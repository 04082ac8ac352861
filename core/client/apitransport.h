// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/serviceaddress.h"

#include <QNetworkAccessManager>
#include <QUrlQuery>

#include <chrono>
#include <functional>

class QNetworkReply;

namespace r2cache {

struct ApiRequest
{
    QByteArray method = "GET";
    QString path; ///< Below "/api/cache/", e.g. "entry/0123…".
    QUrlQuery query{};
    QByteArray body{}; ///< JSON; sent unless empty.
    /// Without a byte for this long, it fails with Timeout; 0: never.
    std::chrono::milliseconds patience{30'000};
};

/// A request to the API, ready to send. @p last is for streams: the Last-Event-ID.
[[nodiscard]] QNetworkRequest
networkRequestOf(const ServiceAddress &address, const ApiRequest &ask);

/// Prepares @p network for a service: no proxy (it is on loopback, a tunnel's end included), no
/// redirects, which could carry the token away.
void setUpForService(QNetworkAccessManager &network);

/// Why @p reply, which has ended, is no success; nothing if it is one.
///   - what the envelope says: its word, sentence and detail;
///   - Unauthorized etc. as the service words them;
///   - Timeout when @p timedOut;
///   - ServiceUnreachable when no answer came, or one that is not r2cache's.
[[nodiscard]] std::optional<Error>
errorOf(const QNetworkReply &reply, const QByteArray &body, bool timedOut);

/// Sends requests to one service and takes its envelopes apart. Lives on one thread, as whoever
/// asks does.
class ApiTransport
{
public:
    /// Called once with the bytes of the answer's `data` (or of the whole body of what is no
    /// JSON), or the error; with Cancelled when the transport is destroyed before.
    using Handler = std::function<void(Result<QByteArray>)>;

    ApiTransport();
    ~ApiTransport();
    Q_DISABLE_COPY_MOVE(ApiTransport)

    /// For requests from now on.
    void setAddress(const ServiceAddress &address) { m_address = address; }
    [[nodiscard]] const ServiceAddress &address() const { return m_address; }

    void send(const ApiRequest &request, Handler handler);

private:
    void finish(QNetworkReply *reply, const Handler &handler);

    QNetworkAccessManager m_network;
    ServiceAddress m_address;
    QList<QNetworkReply *> m_running;
    bool m_isEnding = false;
};

} // namespace r2cache
