// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/eventstreamclient.h"
#include "tests/integration/servicefixture.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

EventStreamClient::Options quick()
{
    return {20ms, 100ms, 10s};
}

ServiceAddress addressOf(quint16 port, const QByteArray &token)
{
    return {QUrl(u"http://localhost:%1"_s.arg(port)), {}, token};
}

ServiceAddress addressOf(const ServiceFixture &service)
{
    return addressOf(service.apiPort(), service.token());
}

/// What a client of events is told.
struct Listener
{
    explicit Listener(const ServiceAddress &address, EventStreamClient::Options options = quick())
        : events(options)
        , connected(&events, &EventStreamClient::connected)
        , disconnected(&events, &EventStreamClient::disconnected)
        , event(&events, &EventStreamClient::received)
        , resync(&events, &EventStreamClient::resync)
    {
        events.setAddress(address);
        events.start();
    }

    /// Types that came since it was last asked.
    QStringList types()
    {
        QStringList all;
        while (!event.isEmpty())
            all.append(event.takeFirst().at(0).toString());
        return all;
    }
    [[nodiscard]] ErrorCode reason() const
    {
        return disconnected.constLast().at(0).value<Error>().code;
    }

    EventStreamClient events;
    QSignalSpy connected;
    QSignalSpy disconnected;
    QSignalSpy event;
    QSignalSpy resync;
};

class tst_EventStreamClient : public QObject
{
    Q_OBJECT

    OriginThread m_origin;

private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<Error>();
        m_origin.addVideo(u"a.mp4"_s, 50'000);
    }

    void whatHappensIsTold()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(addressOf(service));
        QTRY_COMPARE(listener.connected.size(), 1);
        QCOMPARE(listener.connected.constFirst().at(0).toBool(), false);
        QVERIFY(listener.events.isConnected());
        const auto id = service.cache(m_origin.url(u"a.mp4"_s)).value(u"id").toString();
        QTRY_VERIFY(std::ranges::any_of(listener.event, [&](const QList<QVariant> &event) {
            return event.at(0) == u"entries"_s
                && event.at(1).toJsonObject().value(u"ids").toArray().contains(id);
        }));
        QVERIFY(listener.types().contains(u"download"_s));
        QVERIFY(service.stop());
        QTRY_COMPARE(listener.disconnected.size(), 1);
        QVERIFY(!listener.events.isConnected());
        QCOMPARE(listener.reason(), ErrorCode::ServiceUnreachable);
    }

    void itComesBackByItselfAndIsToldThatItMissedSomething()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(addressOf(service));
        QTRY_COMPARE(listener.connected.size(), 1);
        QVERIFY(service.stop());
        QTRY_VERIFY(listener.disconnected.size() >= 3); // it tries, and says so
        QCOMPARE(listener.connected.size(), 1);
        service.mustStart(); // another run, whose ids are others
        QTRY_COMPARE(listener.connected.size(), 2);
        QCOMPARE(listener.connected.constLast().at(0).toBool(), true);
        QTRY_COMPARE(listener.resync.size(), 1);
        QVERIFY(service.stop());
    }

    void whatWasMissedMeanwhileIsToldAfterwards()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        // A tunnel that breaks, to a service that goes on.
        QTcpServer tunnel;
        QVERIFY(tunnel.listen(QHostAddress::LocalHost));
        QList<QPointer<QTcpSocket>> ends;
        bool isOpen = true;
        connect(&tunnel, &QTcpServer::newConnection, &tunnel, [&] {
            auto *near = tunnel.nextPendingConnection();
            if (!isOpen) {
                near->abort();
                near->deleteLater();
                return;
            }
            auto *far = new QTcpSocket(near);
            far->connectToHost(QHostAddress::LocalHost, service.apiPort());
            connect(near, &QTcpSocket::readyRead, far, [=] { far->write(near->readAll()); });
            connect(far, &QTcpSocket::readyRead, near, [=] { near->write(far->readAll()); });
            connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
            ends.append(near);
        });
        Listener listener(addressOf(tunnel.serverPort(), service.token()));
        QTRY_COMPARE(listener.connected.size(), 1);
        isOpen = false;
        for (const auto &end : std::as_const(ends)) {
            if (end)
                end->abort();
        }
        QTRY_VERIFY(!listener.disconnected.isEmpty());
        const auto id = service.cache(m_origin.url(u"a.mp4"_s)).value(u"id").toString();
        QVERIFY(listener.types().isEmpty());
        isOpen = true;
        QTRY_COMPARE(listener.connected.size(), 2);
        QCOMPARE(listener.connected.constLast().at(0).toBool(), true);
        QTRY_VERIFY(std::ranges::any_of(listener.event, [&](const QList<QVariant> &event) {
            return event.at(0) == u"download"_s
                && event.at(1).toJsonObject().value(u"id").toString() == id;
        }));
        QCOMPARE(listener.resync.size(), 0);
        listener.events.stop();
        QVERIFY(service.stop());
    }

    void aWrongTokenIsToldApart()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(addressOf(service.apiPort(), "wrong"));
        QTRY_VERIFY(!listener.disconnected.isEmpty());
        QCOMPARE(listener.reason(), ErrorCode::Unauthorized);
        QVERIFY(listener.connected.isEmpty());
        // Where the address is looked up before each attempt, the right one helps by itself.
        connect(&listener.events, &EventStreamClient::aboutToConnect, this, [&] {
            listener.events.setAddress(addressOf(service));
        });
        QTRY_COMPARE(listener.connected.size(), 1);
        listener.events.stop();
        QVERIFY(service.stop());
    }

    void silenceCountsAsABreak()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Listener listener(addressOf(silent.serverPort(), "token"), {20ms, 100ms, 150ms});
        QTRY_VERIFY(!listener.disconnected.isEmpty());
        QCOMPARE(listener.reason(), ErrorCode::Timeout);
        QTRY_VERIFY(listener.disconnected.size() >= 2);
    }

    void anEndlessEventIsGivenUp()
    {
        QTcpServer flood;
        QVERIFY(flood.listen(QHostAddress::LocalHost));
        connect(&flood, &QTcpServer::newConnection, &flood, [&] {
            auto *socket = flood.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: "
                    + QByteArray(2 * SseParser::maxEventBytes, 'x'));
            });
        });
        Listener listener(addressOf(flood.serverPort(), "token"));
        QTRY_VERIFY(!listener.disconnected.isEmpty());
        // Each time after it had been connected; it may be so again by now.
        QTRY_COMPARE(listener.connected.size(), listener.disconnected.size());
        QVERIFY(listener.event.isEmpty());
        listener.events.stop();
    }

    void whoStopsHearsNothingMore()
    {
        ServiceFixture service(m_origin);
        service.mustStart();
        Listener listener(addressOf(service));
        connect(
            &listener.events, &EventStreamClient::received, &listener.events,
            &EventStreamClient::stop);
        QTRY_COMPARE(listener.connected.size(), 1);
        service.cache(m_origin.url(u"a.mp4"_s));
        QTRY_COMPARE(listener.event.size(), 1);
        QVERIFY(!listener.events.isConnected());
        QVERIFY(service.stop());
        QCOMPARE(listener.event.size(), 1);
        QVERIFY(listener.disconnected.isEmpty());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EventStreamClient)
#include "tst_eventstreamclient.moc"
