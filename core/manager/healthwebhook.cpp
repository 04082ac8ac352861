// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/healthwebhook.h"

#include "core/manager/runningcount.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/times.h"

#include <QCoroNetworkReply>
#include <QCoroTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QNetworkReply>

#include <memory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcWebhook, "cache.health.webhook", QtInfoMsg)

constexpr int maxAttempts = 3;

QString sentence(const HealthVerdict &verdict)
{
    const QString text = u"r2cache is %1."_s.arg(verdict.status);
    return verdict.issues.isEmpty() ? text : QString(text + u' ' + verdict.issues.join(u' '));
}

} // namespace

HealthWebhook::HealthWebhook(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
    m_network.setTransferTimeout(static_cast<int>(m_options.timeout.count()));
}

void HealthWebhook::post(
    const HealthVerdict &verdict, const QString &statusBefore, const QDateTime &at)
{
    if (m_options.url.isEmpty() || m_stopped)
        return;
    m_next = toJsonText(QJsonObject{
        {u"event"_s, u"health"_s},
        {u"text"_s, sentence(verdict)},
        {u"status"_s, verdict.status},
        {u"previousStatus"_s, statusBefore},
        {u"timestamp"_s, timeToJson(at)},
        {u"cacheDirectory"_s, m_options.cacheDirectory},
        {u"issues"_s, QJsonArray::fromStringList(verdict.issues)},
        {u"recommendations"_s, QJsonArray::fromStringList(verdict.recommendations)}});
    if (m_running == 0)
        std::ignore = sendAll();
}

void HealthWebhook::stop()
{
    m_stopped = true;
    m_next.clear();
    // Their replies end, and with them what waits for those.
    for (auto *reply : m_network.findChildren<QNetworkReply *>())
        reply->abort();
}

QCoro::Task<> HealthWebhook::sendAll()
{
    const RunningCount running(m_running);
    while (!m_next.isEmpty()) {
        const QByteArray body = std::exchange(m_next, {});
        QString fault;
        auto pause = m_options.firstPause;
        for (int attempt = 1; attempt <= maxAttempts && !m_stopped; ++attempt) {
            fault = co_await send(body);
            if (fault.isEmpty() || !m_next.isEmpty() || attempt == maxAttempts)
                break; // what is newer makes up for it
            for (auto waited = std::chrono::milliseconds{0}; waited < pause && !m_stopped;
                 waited += std::chrono::milliseconds{100}) {
                co_await QCoro::sleepFor(std::chrono::milliseconds{100});
            }
            pause *= 2;
        }
        if (!fault.isEmpty() && !m_stopped)
            qCWarning(lcWebhook).noquote()
                << "CACHE_ALERT_WEBHOOK does not take what is sent to it:" << fault;
    }
}

/// @return what stood in the way; empty: it has arrived.
QCoro::Task<QString> HealthWebhook::send(QByteArray body)
{
    QNetworkRequest request(m_options.url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    // Elsewhere is not where the secret was meant for.
    request.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply, QScopedPointerDeleteLater> reply(
        m_network.post(request, body));
    co_await reply.get(); // the pointer: a reference would wait for bytes, which need not come
    const auto status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 200 && status < 300)
        co_return QString();
    // Qt's own words hold the URL.
    co_return status > 0 ? u"status %1"_s.arg(status)
                         : u"no answer (error %1)"_s.arg(static_cast<int>(reply->error()));
}

} // namespace r2cache
