// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/eventstream.h"
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class tst_EventStream : public QObject
{
    Q_OBJECT

    std::shared_ptr<EventStream> m_stream; ///< The newest.
    Deliveries m_deliveries;

    HttpServer::Parts parts()
    {
        HttpServer::Parts parts;
        m_stream = std::make_shared<EventStream>("resync\n");
        parts.routes = {{"GET", u"/events"_s, [this](Request, PendingResponse response) {
                             Response answer{.body = {QByteArray("head\n"), m_stream}};
                             answer.delivered = m_deliveries.recorder();
                             response.send(std::move(answer));
                         }}};
        return parts;
    }

private Q_SLOTS:
    void init() { m_deliveries.seen.clear(); }

    void textsComeAsTheyAreSentAndTheEndIsAnEnd_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("workers") << 2;
        QTest::newRow("on the server's thread") << 0;
    }
    void textsComeAsTheyAreSentAndTheEndIsAnEnd()
    {
        QFETCH(int, workers);
        TestServer server(parts(), {.workers = workers});
        RawClient client(server.port());
        QVERIFY(client.send(get("/events")));
        const auto head = client.readHead();
        QCOMPARE(head.status, 200);
        QVERIFY(!head.headers.contains("Content-Length"));
        QCOMPARE(head.field("Connection"), "close");
        QByteArray received;
        const auto receiveTo = [&](QByteArrayView end) {
            while (!received.endsWith(end)) {
                const auto more = client.receive(1000);
                if (more.isEmpty())
                    return false;
                received += more;
            }
            return true;
        };
        QVERIFY(receiveTo("head\n"));
        m_stream->send("one\n");
        QVERIFY(receiveTo("one\n"));
        m_stream->sendIfIdle(":\n");
        QVERIFY(receiveTo(":\n"));
        m_stream->send("two\n");
        m_stream->end("last\n");
        m_stream->send("too late\n");
        m_stream->end("far too late\n");
        received += client.readToEnd();
        QCOMPARE(received, "head\none\n:\ntwo\nlast\n");
        QCOMPARE(client.end(), RawClient::End::Closed);
        QTRY_COMPARE(m_deliveries.count(), 1U);
        QVERIFY(m_deliveries.seen.front().complete);
    }

    void whoClosesHasLeft()
    {
        TestServer server(parts());
        {
            RawClient client(server.port());
            QVERIFY(client.send(get("/events")));
            QCOMPARE(client.readHead().status, 200);
            client.close();
        }
        QTRY_COMPARE(m_deliveries.count(), 1U); // although nothing is sent
        QVERIFY(!m_deliveries.seen.front().complete);
    }

    void aHeadHasNoBody()
    {
        TestServer server(parts());
        RawClient client(server.port());
        QVERIFY(client.send("HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QCOMPARE(client.readAnswer(true).status, 200);
        QCOMPARE(client.readToEnd(), "");
    }

    void whatWaitsForTooLongIsReplaced()
    {
        EventStream stream("resync\n");
        const QByteArray half(EventStream::maxQueued / 2, 'x');
        stream.send(half);
        stream.sendIfIdle(":\n"); // it is not
        stream.send(half);
        QCOMPARE(stream.take()->size(), EventStream::maxQueued);
        stream.send(half);
        stream.send(half);
        stream.send("!");
        stream.send("after\n");
        QCOMPARE(*stream.take(), "resync\nafter\n");
        QCOMPARE(*stream.take(), "");
        stream.end("");
        QVERIFY(!stream.take());
    }

    void theReaderIsWokenOnce()
    {
        EventStream stream("");
        int woken = 0;
        stream.notify([&] { ++woken; });
        QCOMPARE(woken, 0);
        stream.send("a");
        stream.send("b");
        QCOMPARE(woken, 1);
        stream.notify([&] { ++woken; }); // something is there already
        QCOMPARE(woken, 2);
        QCOMPARE(*stream.take(), "ab");
        stream.notify([&] { ++woken; });
        stream.end("");
        QCOMPARE(woken, 3);
    }

    void aServerThatStopsDoesNotWaitForAListener()
    {
        TestServer server(parts());
        RawClient client(server.port());
        QVERIFY(client.send(get("/events")));
        QCOMPARE(client.readHead().status, 200);
        server.stop(100ms).waitForFinished(); // nobody ended the stream: it is cut off
        QVERIFY(client.readToEnd().startsWith("head"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EventStream)
#include "tst_eventstream.moc"
