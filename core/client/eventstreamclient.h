// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/apitransport.h"
#include "core/client/sseparser.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace r2cache {

/// Listens to the events of a service, and goes on listening: after a break it connects again, by
/// and by less often, and says which event was its last, so that it misses none.
///
/// Lives on one thread.
class EventStreamClient : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        /// Between two attempts: the first, doubled each time, up to the longest.
        std::chrono::milliseconds firstDelay{250};
        std::chrono::milliseconds longestDelay{5'000};
        /// Without a byte for so long the connection counts as broken; the service sends a
        /// comment each 15 s.
        std::chrono::milliseconds silence{40'000};
    };

    explicit EventStreamClient(Options options, QObject *parent = nullptr);
    ~EventStreamClient() override;

    /// For the next attempt to connect.
    void setAddress(const ServiceAddress &address) { m_address = address; }

    /// Connects, soon; a running wait for the next attempt is cut short.
    void start();
    /// Ends without a signal.
    void stop();

    [[nodiscard]] bool isConnected() const { return m_isConnected; }

Q_SIGNALS:
    /// Before each attempt: the moment for setAddress(), as the service may be elsewhere by now.
    void aboutToConnect();
    /// The service answers. @p resumed: events go on where they broke off, or resync() follows;
    /// otherwise what was before is not known.
    void connected(bool resumed);
    /// Once a break or failed attempt; the next attempt follows by itself. @p reason as of
    /// ServiceClient's answers.
    void disconnected(const r2cache::Error &reason);
    /// @p type: download, job, entries, health, settings.
    void received(const QString &type, const QJsonObject &data);
    /// Something was missed: fetch everything anew.
    void resync();

private:
    void connectNow();
    void read();
    void finish();
    void drop();
    void retryLater();
    void take(const SseEvent &event);

    Options m_options;
    ServiceAddress m_address;
    QNetworkAccessManager m_network;
    QNetworkReply *m_reply = nullptr;
    SseParser m_parser;
    QByteArray m_lastId;
    QTimer m_retry;
    QTimer m_silence;
    std::chrono::milliseconds m_delay;
    bool m_isConnected = false;
};

} // namespace r2cache
