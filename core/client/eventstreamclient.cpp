// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/eventstreamclient.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QPointer>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 readBufferBytes = 256LL * 1024;

} // namespace

EventStreamClient::EventStreamClient(Options options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_delay(options.firstDelay)
{
    setUpForService(m_network);
    m_retry.setSingleShot(true);
    m_silence.setSingleShot(true);
    m_silence.setInterval(options.silence);
    connect(&m_retry, &QTimer::timeout, this, &EventStreamClient::connectNow);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        drop();
        retryLater();
        Q_EMIT disconnected(
            {ErrorCode::Timeout, u"The service is silent."_s, u"No event and no comment came."_s});
    });
}

EventStreamClient::~EventStreamClient()
{
    drop();
}

void EventStreamClient::start()
{
    if (m_reply != nullptr)
        return;
    m_delay = m_options.firstDelay;
    m_retry.start(0);
}

void EventStreamClient::stop()
{
    m_retry.stop();
    drop();
}

void EventStreamClient::connectNow()
{
    drop();
    Q_EMIT aboutToConnect();
    ApiRequest ask{"GET", u"events"_s};
    ask.patience = std::chrono::milliseconds{0}; // m_silence knows better
    auto request = networkRequestOf(m_address, ask);
    request.setRawHeader("Accept", "text/event-stream");
    if (!m_lastId.isEmpty())
        request.setRawHeader("Last-Event-ID", m_lastId);
    m_parser = {};
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(readBufferBytes);
    m_silence.start();
    connect(m_reply, &QNetworkReply::readyRead, this, &EventStreamClient::read);
    connect(m_reply, &QNetworkReply::finished, this, &EventStreamClient::finish);
}

void EventStreamClient::read()
{
    if (m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200
        || !m_reply->header(QNetworkRequest::ContentTypeHeader)
                .toString()
                .startsWith("text/event-stream"_L1)) {
        return; // an error's envelope: finish() reads it
    }
    m_silence.start();
    if (!std::exchange(m_isConnected, true)) {
        m_delay = m_options.firstDelay;
        Q_EMIT connected(!m_lastId.isEmpty());
    }
    // A slot may stop, or start anew, what is being read here.
    const QPointer<QNetworkReply> reply = m_reply;
    for (const auto events = m_parser.feed(m_reply->readAll()); const auto &one : events) {
        take(one);
        if (reply.isNull() || reply != m_reply)
            return;
    }
    if (m_parser.isOverfull()) {
        m_lastId.clear();
        m_reply->abort();
    }
}

void EventStreamClient::take(const SseEvent &one)
{
    m_lastId = one.lastId.isEmpty() ? m_lastId : one.lastId;
    if (one.type == "resync") {
        Q_EMIT resync();
    } else if (one.type != "hello" && one.type != "shutdown") {
        Q_EMIT received(QString::fromUtf8(one.type), QJsonDocument::fromJson(one.data).object());
    }
}

void EventStreamClient::finish()
{
    auto reason = errorOf(*m_reply, m_isConnected ? QByteArray() : m_reply->readAll(), false);
    if (!reason) {
        reason = Error{
            ErrorCode::ServiceUnreachable, u"The service has ended the connection."_s,
            m_reply->errorString()};
    }
    drop();
    retryLater(); // before anybody is told, who may stop it
    Q_EMIT disconnected(*reason);
}

void EventStreamClient::drop()
{
    m_silence.stop();
    m_isConnected = false;
    if (auto *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void EventStreamClient::retryLater()
{
    m_retry.start(m_delay);
    m_delay = std::min(m_delay * 2, m_options.longestDelay);
}

} // namespace r2cache
