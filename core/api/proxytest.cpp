// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/proxytest.h"

#include "core/api/envelope.h"
#include "core/http/contentrange.h"

#include <QCoroNetworkReply>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkProxy>

namespace r2cache::proxytest {

using namespace Qt::StringLiterals;

namespace {

/// Longer than the proxy makes a reader wait for a fill, so that its own answer comes first.
constexpr std::chrono::milliseconds readTimeout{20'000};

QString problemOf(const QNetworkReply &reply, int status)
{
    if (status == 0)
        return u"The proxy did not answer: %1"_s.arg(reply.errorString());
    if (status == 302)
        return u"The video is not in the cache and could not be fetched; the proxy sends readers "
               "to the original URL."_s;
    return u"The proxy answered %1."_s.arg(status);
}

} // namespace

QCoro::Task<Result<Response>> read(ApiContext *context, ApiCall call)
{
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    const auto name = QString::fromLatin1(QUrl::toPercentEncoding(call.request.arguments.value(0)));
    QNetworkRequest request(
        QUrl(u"http://127.0.0.1:%1/video/%2"_s.arg(context->proxyPort).arg(name)));
    request.setRawHeader("Range", "bytes=0-65535");
    request.setRawHeader("Accept-Encoding", "identity");
    request.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(static_cast<int>(readTimeout.count()));

    QElapsedTimer timer;
    timer.start();
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    co_await reply.get(); // the pointer: a reference would wait for bytes, which need not come
    const auto taken = static_cast<double>(timer.nsecsElapsed()) / 1e6;

    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto range = parseContentRange(reply->rawHeader("Content-Range"));
    const bool isRead = status == 206 && reply->error() == QNetworkReply::NoError && range;
    QJsonObject result{
        {u"success"_s, isRead},
        {u"responseTimeMs"_s, taken},
        {u"fileSizeBytes"_s, isRead ? QJsonValue(range->completeLength) : QJsonValue()}};
    if (!isRead)
        result.insert(u"error"_s, problemOf(*reply, status));
    co_return successResponse(result);
}

} // namespace r2cache::proxytest
