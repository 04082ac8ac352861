// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A server whose "/wait" answers when the test says so; handlers run on TestServer::run's thread.
struct Fixture
{
    explicit Fixture(HttpServer::Options options = {})
    {
        HttpServer::Parts parts;
        parts.routes
            = {{"GET", u"/wait"_s, waiting.handler()},
               {"POST", u"/wait"_s, waiting.handler()},
               {"GET", u"/now"_s, answering([](const Request &) { return "now"_ba; })}};
        server = std::make_unique<TestServer>(std::move(parts), options);
    }
    ~Fixture()
    {
        server->run([this] { waiting.responses.clear(); });
    }
    void send(std::size_t index, Response response)
    {
        server->run([&] { waiting.responses.at(index).send(std::move(response)); });
    }
    Waiting waiting;
    Deliveries deliveries;
    std::unique_ptr<TestServer> server;
};

class tst_HttpServerAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerMayComeLater()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait") + get("/now"));
        QVERIFY(f.waiting.waitFor(1));
        client.setTimeout(50ms);
        QCOMPARE(client.readAnswer().status, 0); // the second waits for the first
        client.setTimeout(20s);
        auto later = textResponse(200, "later");
        later.delivered = f.deliveries.recorder();
        f.send(0, std::move(later));
        QCOMPARE(client.readAnswer().body, "later");
        QCOMPARE(client.readAnswer().body, "now");
        QTRY_COMPARE_WITH_TIMEOUT(f.deliveries.count(), std::size_t(1), 20'000);
        QVERIFY(f.deliveries.seen.front().complete);
        QCOMPARE(f.deliveries.seen.front().bodyBytesSent, 5);
    }

    void whatIsNeverAnsweredGets500()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait") + get("/now"));
        QVERIFY(f.waiting.waitFor(1));
        f.server->run([&] { f.waiting.responses.clear(); });
        QCOMPARE(client.readAnswer().status, 500);
        QCOMPARE(client.readAnswer().status, 200);
        QCOMPARE(f.server->metrics().errors, 1);
    }

    void aSecondAnswerIsDropped()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait") + get("/now"));
        QVERIFY(f.waiting.waitFor(1));
        f.server->run([&] {
            auto &response = f.waiting.responses.front();
            response.send(textResponse(200, "first"));
            auto second = textResponse(200, "second");
            second.delivered = f.deliveries.recorder();
            response.send(std::move(second));
        });
        QCOMPARE(client.readAnswer().body, "first");
        QCOMPARE(client.readAnswer().body, "now");
        QCOMPARE(f.deliveries.count(), std::size_t(1));
        QVERIFY(!f.deliveries.seen.front().complete);
    }

    void aDeadlineAnswersForTheHandler()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait") + get("/now"));
        QVERIFY(f.waiting.waitFor(1));
        f.server->run(
            [&] { f.waiting.responses.front().setDeadline(30ms, textResponse(504, "too late")); });
        QCOMPARE(client.readAnswer().status, 504);
        QCOMPARE(client.readAnswer().status, 200);
        auto late = textResponse(200, "late");
        late.delivered = f.deliveries.recorder();
        f.send(0, std::move(late));
        QCOMPARE(f.deliveries.count(), std::size_t(1));
        QCOMPARE(client.ask(get("/now")).body, "now");
    }

    void anAnswerInTimeCancelsTheDeadline()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait"));
        QVERIFY(f.waiting.waitFor(1));
        f.server->run([&] {
            f.waiting.responses.front().setDeadline(1ms, textResponse(504, "too late"));
            f.waiting.responses.front().send(textResponse(200, "in time"));
        });
        QCOMPARE(client.readAnswer().body, "in time");
        client.setTimeout(50ms);
        QCOMPARE(client.readAnswer().status, 0);
        QCOMPARE(client.end(), RawClient::End::TimedOut);
    }

    void aClientThatLeavesIsNoticed_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::addColumn<int>("workers");
        for (const int workers : {0, 2}) {
            QTest::addRow("closed, %d workers", workers) << false << workers;
            QTest::addRow("reset, %d workers", workers) << true << workers;
        }
    }
    void aClientThatLeavesIsNoticed()
    {
        QFETCH(bool, reset);
        QFETCH(int, workers);
        std::atomic<int> left = 0;
        Deliveries deliveries;
        HttpServer::Parts parts;
        parts.routes = {{"GET", u"/wait"_s, [&](Request, PendingResponse response) {
                             auto kept = std::make_shared<PendingResponse>(std::move(response));
                             kept->whenClientLeaves([&, kept] {
                                 left += kept->clientLeft() ? 1 : 100;
                                 Response answer = textResponse(200, "nobody reads this");
                                 answer.delivered = deliveries.recorder();
                                 kept->send(std::move(answer));
                             });
                         }}};
        TestServer server(std::move(parts), {.workers = workers});
        RawClient client(server.port());
        client.send(get("/wait"));
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().totalRequests, 1, 20'000);
        reset ? client.reset() : client.close();
        QTRY_COMPARE_WITH_TIMEOUT(left.load(), 1, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(deliveries.count(), std::size_t(1), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
        if (reset)
            QVERIFY(!deliveries.seen.front().complete);
    }

    void answeringAClientThatIsGoneIsHarmless()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait"));
        QVERIFY(f.waiting.waitFor(1));
        client.reset();
        QTRY_COMPARE_WITH_TIMEOUT(f.server->metrics().activeConnections, 0, 20'000);
        f.server->run([&] {
            auto &response = f.waiting.responses.front();
            QVERIFY(response.clientLeft());
            int left = 0;
            response.whenClientLeaves([&] { ++left; }); // it has left already
            QCOMPARE(left, 1);
            response.setDeadline(1ms, textResponse(504, "x"));
            auto answer = textResponse(200, "x");
            answer.delivered = f.deliveries.recorder();
            response.send(std::move(answer));
        });
        QCOMPARE(f.deliveries.count(), std::size_t(1));
        QVERIFY(!f.deliveries.seen.front().complete);
    }

    void aClientThatOnlyReadsOnGetsItsLateAnswer()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait"));
        QVERIFY(f.waiting.waitFor(1));
        client.shutdownSending();
        const auto left = [&] {
            bool is = false;
            f.server->run([&] { is = f.waiting.responses.front().clientLeft(); });
            return is;
        };
        QTRY_VERIFY_WITH_TIMEOUT(left(), 20'000);
        f.send(0, textResponse(200, "late"));
        QCOMPARE(client.readAnswer().body, "late");
        QVERIFY(client.isClosedByServer());
    }

    void anAnswerGivenInsideAnotherHandlerLeavesInItsTurn()
    {
        Waiting waiting;
        HttpServer::Parts parts;
        std::atomic<int> depth = 0;
        std::atomic<int> deepest = 0;
        parts.routes
            = {{"GET", u"/wait"_s, waiting.handler()},
               {"GET", u"/free"_s, [&](Request, PendingResponse response) {
                    deepest = std::max(deepest.load(), ++depth);
                    for (auto &waiter : std::exchange(waiting.responses, {}))
                        waiter.send(textResponse(200, "freed"));
                    response.send(textResponse(200, "done"));
                    --depth;
                }}};
        TestServer server(std::move(parts));
        RawClient waiter(server.port());
        waiter.send(get("/wait") + get("/free"));
        QVERIFY(waiting.waitFor(1));
        RawClient other(server.port());
        QCOMPARE(other.ask(get("/free")).body, "done");
        QCOMPARE(waiter.readAnswer().body, "freed");
        QCOMPARE(waiter.readAnswer().body, "done");
        QCOMPARE(deepest.load(), 1); // its pipelined "/free" did not run inside the other's
    }

    void replacingAPendingResponseAnswersTheOldOne()
    {
        Fixture f;
        RawClient first(f.server->port());
        first.send(get("/wait"));
        QVERIFY(f.waiting.waitFor(1));
        RawClient second(f.server->port());
        second.send(get("/wait"));
        QVERIFY(f.waiting.waitFor(2));
        f.server->run([&] {
            f.waiting.responses[0] = std::move(f.waiting.responses[1]);
            f.waiting.responses[0].send(textResponse(200, "moved"));
        });
        QCOMPARE(first.readAnswer().status, 500);
        QCOMPARE(second.readAnswer().body, "moved");
    }

    void stoppingAnswersDrainsAndCloses_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("no workers") << 0;
        QTest::newRow("two workers") << 2;
    }
    void stoppingAnswersDrainsAndCloses()
    {
        QFETCH(int, workers);
        const QByteArray large(20'000'000, 'x');
        std::mutex mutex;
        std::vector<std::shared_ptr<PendingResponse>> kept;
        HttpServer::Parts parts;
        parts.routes
            = {{"GET", u"/large"_s, answering([&](const Request &) { return large; })},
               {"GET", u"/now"_s, answering([](const Request &) { return "now"_ba; })},
               {"GET", u"/wait"_s, [&](Request, PendingResponse response) {
                    const std::lock_guard lock(mutex);
                    kept.push_back(std::make_shared<PendingResponse>(std::move(response)));
                }}};
        TestServer server(std::move(parts), {.workers = workers});
        RawClient idle(server.port());
        QCOMPARE(idle.ask(get("/now")).status, 200);
        RawClient running(server.port());
        running.send(get("/large"));
        QCOMPARE(running.readHead().status, 200);
        RawClient waiting(server.port());
        waiting.send(get("/wait"));
        RawClient sending(server.port());
        sending.send("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().totalRequests, 4, 20'000);

        const auto stopped = server.stop(20s);
        QVERIFY(idle.isClosedByServer());
        QCOMPARE(waiting.readAnswer().status, 503);
        QVERIFY(waiting.isClosedByServer());
        QCOMPARE(sending.readAnswer().status, 503);
        QVERIFY(!stopped.isFinished());
        QVERIFY(!RawClient(server.port()).isConnected());
        QCOMPARE(running.readToEnd(), large);
        QCOMPARE(running.end(), RawClient::End::Closed);
        QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 20'000);
        QCOMPARE(server.metrics().activeConnections, 0);
        server.destroyServer();
        kept.clear(); // answering now is harmless
    }

    void stoppingDoesNotWaitForeverForASlowReader()
    {
        HttpServer::Parts parts;
        parts.routes
            = {{"GET", u"/large"_s,
                answering([](const Request &) { return QByteArray(50'000'000, 'x'); })}};
        TestServer server(std::move(parts));
        RawClient slow(server.port());
        slow.send(get("/large"));
        QCOMPARE(slow.readHead().status, 200);
        const auto stopped = server.stop(50ms);
        QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 20'000);
        slow.readToEnd();
        QCOMPARE(slow.end(), RawClient::End::Reset); // never as if it were complete
    }

    void stoppingAnIdleServerIsImmediate()
    {
        TestServer server({});
        const auto stopped = server.stop(20s);
        QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 20'000);
    }

    void aServerMayDieWithRequestsWaiting()
    {
        Fixture f;
        RawClient client(f.server->port());
        client.send(get("/wait"));
        QVERIFY(f.waiting.waitFor(1));
        f.server->destroyServer();
        client.readToEnd();
        QCOMPARE(client.end(), RawClient::End::Reset);
        f.send(0, textResponse(200, "nobody"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HttpServerAnswers)
#include "tst_httpserver_answers.moc"
