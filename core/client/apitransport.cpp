// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/apitransport.h"

#include "core/protocol/rawmember.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool isJson(const QNetworkReply &reply)
{
    return reply.header(QNetworkRequest::ContentTypeHeader)
        .toString()
        .startsWith("application/json"_L1);
}

QString addressText(const QNetworkReply &reply)
{
    return reply.url().toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveUserInfo);
}

} // namespace

QNetworkRequest networkRequestOf(const ServiceAddress &address, const ApiRequest &ask)
{
    auto url = address.apiUrl;
    url.setPath(u"/api/cache/"_s + ask.path);
    url.setQuery(ask.query);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + address.token);
    request.setAttribute(
        QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    if (!ask.body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    request.setTransferTimeout(static_cast<int>(ask.patience.count()));
    return request;
}

void setUpForService(QNetworkAccessManager &network)
{
    network.setProxy(QNetworkProxy::NoProxy);
    network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

std::optional<Error> errorOf(const QNetworkReply &reply, const QByteArray &body, bool timedOut)
{
    const auto status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool isWhole = reply.error() == QNetworkReply::NoError || status >= 400;
    if (timedOut) {
        return Error{
            ErrorCode::Timeout,
            u"The service at %1 does not answer."_s.arg(addressText(reply)),
            {}};
    }
    if (!isWhole || status == 0) {
        return Error{
            ErrorCode::ServiceUnreachable, u"No r2cache answers at %1."_s.arg(addressText(reply)),
            reply.errorString()};
    }
    if (status >= 200 && status < 300)
        return std::nullopt;
    const auto envelope = QJsonDocument::fromJson(body).object();
    const auto word = envelope.value(u"code").toString();
    if (word.isEmpty()) {
        return Error{
            ErrorCode::ServiceUnreachable,
            u"What answers at %1 is not r2cache (status %2)."_s.arg(addressText(reply)).arg(status),
            {}};
    }
    return Error{
        errorCodeOf(word), envelope.value(u"error").toString(),
        envelope.value(u"message").toString()};
}

ApiTransport::ApiTransport()
{
    setUpForService(m_network);
}

ApiTransport::~ApiTransport()
{
    m_isEnding = true;
    for (const auto replies = m_running; auto *reply : replies)
        reply->abort(); // finish() is called before it returns
}

void ApiTransport::send(const ApiRequest &request, Handler handler)
{
    auto *reply = m_network.sendCustomRequest(
        networkRequestOf(m_address, request), request.method, request.body);
    m_running.append(reply);
    QObject::connect(
        reply, &QNetworkReply::finished, &m_network,
        [this, reply, handler = std::move(handler)] { finish(reply, handler); });
}

void ApiTransport::finish(QNetworkReply *reply, const Handler &handler)
{
    m_running.removeOne(reply);
    reply->deleteLater();
    if (m_isEnding) {
        handler(failure(ErrorCode::Cancelled, u"The question was withdrawn."_s));
        return;
    }
    const auto body = reply->readAll();
    // Nobody but the patience of the request aborts one.
    const bool timedOut = reply->error() == QNetworkReply::OperationCanceledError;
    if (const auto error = errorOf(*reply, body, timedOut)) {
        handler(failure(*error));
        return;
    }
    if (!isJson(*reply)) {
        handler(body);
        return;
    }
    const auto data = rawMember(body, "data");
    if (data.isEmpty()) {
        handler(failure(
            ErrorCode::ServiceUnreachable,
            u"What answers at %1 is not r2cache."_s.arg(addressText(*reply))));
        return;
    }
    handler(data.toByteArray());
}

} // namespace r2cache
