// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"

#include <QElapsedTimer>
#include <QTest>

#include <ctime>
#include <sys/resource.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

HttpServer::Parts parts()
{
    HttpServer::Parts parts;
    parts.routes
        = {{"GET", u"/now"_s, answering([](const Request &) { return "now"_ba; })},
           {"POST", u"/now"_s, answering([](const Request &request) {
                return QByteArray::number(request.body.size());
            })}};
    return parts;
}

/// CPU time of this process.
std::chrono::milliseconds cpuTime()
{
    return std::chrono::milliseconds(std::clock() * 1000 / CLOCKS_PER_SEC);
}

class tst_HttpServerLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSlowHeadIs408()
    {
        TestServer server(parts(), {.headTimeout = 100ms});
        RawClient client(server.port());
        client.send("GET /now HT");
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 408);
        QCOMPARE(answer.field("Connection"), "close");
        QVERIFY(client.isClosedByServer());
    }

    void aDribbledHeadGetsNoMoreTime()
    {
        TestServer server(parts(), {.headTimeout = 200ms});
        RawClient client(server.port());
        client.setTimeout(20ms);
        client.send("GET /now HTTP/1.1\r\nX: ");
        RawClient::Answer answer;
        QElapsedTimer timer;
        timer.start();
        while (answer.status == 0 && timer.elapsed() < 20'000) {
            client.send("a");
            answer = client.readAnswer();
        }
        QCOMPARE(answer.status, 408);
    }

    void aSlowBodyIs408()
    {
        TestServer server(parts(), {.bodyTimeout = 100ms});
        RawClient client(server.port());
        client.send("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
        QCOMPARE(client.readAnswer().status, 408);
        QVERIFY(client.isClosedByServer());
    }

    void anIdleConnectionIsClosedSilently()
    {
        TestServer server(parts(), {.idleTimeout = 100ms});
        RawClient fresh(server.port());
        RawClient used(server.port());
        QCOMPARE(used.ask(get("/now")).status, 200);
        QVERIFY(used.isClosedByServer());
        QVERIFY(fresh.isClosedByServer());
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
    }

    void aWaitingRequestIsNotIdle()
    {
        Waiting waiting;
        HttpServer::Parts slow;
        slow.routes = {{"GET", u"/wait"_s, waiting.handler()}};
        TestServer server(
            std::move(slow),
            {.headTimeout = 20ms, .bodyTimeout = 20ms, .idleTimeout = 20ms, .stallTimeout = 20ms});
        RawClient client(server.port());
        client.send(get("/wait"));
        QVERIFY(waiting.waitFor(1));
        client.setTimeout(200ms);
        QCOMPARE(client.readAnswer().status, 0);
        QCOMPARE(client.end(), RawClient::End::TimedOut);
        server.run([&] { waiting.responses.front().send(textResponse(200, "x")); });
        client.setTimeout(20s);
        QCOMPARE(client.readAnswer().status, 200);
    }

    void pipelinedInputIsNotReadAhead()
    {
        Waiting waiting;
        HttpServer::Parts slow;
        slow.routes = {{"GET", u"/wait"_s, waiting.handler()}};
        TestServer server(std::move(slow));
        RawClient client(server.port());
        client.send(get("/wait"));
        QVERIFY(waiting.waitFor(1));
        client.setTimeout(200ms);
        const auto requests = get("/wait").repeated(1'000'000);
        QVERIFY(!client.send(requests)); // the kernel's buffers are full, ours are not
        server.run([&] { waiting.responses.clear(); });
    }

    void bodiesOfAllClientsTogetherAreBounded()
    {
        TestServer server(parts());
        std::vector<RawClient> clients;
        for (int i = 0; i < 5; ++i) {
            clients.emplace_back(server.port());
            clients.back().send(
                "POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 16777216\r\n\r\n");
        }
        const QByteArray almost(16'777'215, 'x');
        int refused = 0;
        for (auto &client : clients) {
            client.send(almost);
            client.setTimeout(200ms);
            refused += client.readAnswer().status == 503 ? 1 : 0;
        }
        QCOMPARE(refused, 1); // 64 MiB hold four of them
        clients[0].setTimeout(20s);
        QCOMPARE(clients[0].ask("x").body, "16777216");
        RawClient after(server.port());
        QCOMPARE(
            after.ask("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx").body, "1");
    }

    void manyConnectionsAreServed()
    {
        TestServer server(parts(), {.workers = 2});
        std::vector<RawClient> clients;
        for (int i = 0; i < 1000; ++i) {
            clients.emplace_back(server.port());
            QVERIFY(clients.back().isConnected());
        }
        for (auto &client : clients)
            client.send(get("/now"));
        for (auto &client : clients)
            QCOMPARE(client.readAnswer().body, "now");
        QCOMPARE(server.metrics().activeConnections, 1000);
        clients.clear();
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
        QCOMPARE(server.metrics().totalRequests, 1000);
    }

    void moreConnectionsThanAllowedWaitTheirTurn()
    {
        TestServer server(parts(), {.maxConnections = 2});
        auto first = std::make_unique<RawClient>(server.port());
        RawClient second(server.port());
        QCOMPARE(first->ask(get("/now")).status, 200);
        QCOMPARE(second.ask(get("/now")).status, 200);
        RawClient third(server.port()); // the kernel takes it
        QVERIFY(third.isConnected());
        third.send(get("/now"));
        third.setTimeout(100ms);
        QCOMPARE(third.readAnswer().status, 0);
        QCOMPARE(server.metrics().activeConnections, 2);
        first.reset();
        third.setTimeout(20s);
        QCOMPARE(third.readAnswer().status, 200);
    }

    void whoGoesOnSendingAfterARefusalIsNotReadWithoutEnd()
    {
        TestServer server(parts());
        RawClient client(server.port());
        QCOMPARE(
            client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n").status,
            413);
        client.setTimeout(500ms);
        // Far more than the kernel's buffers hold, far less than loopback takes in 5 s.
        constexpr int mostMegabytes = 100;
        const QByteArray megabyte(1024 * 1024, 'x');
        int sent = 0;
        while (sent < mostMegabytes && client.send(megabyte))
            ++sent;
        QVERIFY2(sent < mostMegabytes, "the server reads for as long as the client sends");
        QVERIFY(sent >= 1);
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
    }

    void runningOutOfDescriptorsDoesNotSpin()
    {
        TestServer server(parts());
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        std::optional<RawClient> client;
        std::chrono::milliseconds cpuBefore{};
        server.run([&] { // the server accepts nothing meanwhile
            client.emplace(server.port());
            const auto firstFree = static_cast<rlim_t>(OpenFile(::dup(0)).descriptor());
            const rlimit low{firstFree, limit.rlim_max};
            QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
            cpuBefore = cpuTime();
        });
        client->send(get("/now"));
        client->setTimeout(500ms);
        const auto early = client->readAnswer();
        const auto cpu = cpuTime() - cpuBefore;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        QCOMPARE(early.status, 0);
        QVERIFY2(cpu < 250ms, "accept() was asked again and again");
        client->setTimeout(20s);
        QCOMPARE(client->readAnswer().status, 200);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HttpServerLimits)
#include "tst_httpserver_limits.moc"
