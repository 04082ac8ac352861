// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

HttpServer::Parts someRoutes()
{
    const auto echo = answering([](const Request &request) -> QByteArray {
        return request.method + ' ' + request.path + '?' + request.query + ' '
            + request.arguments.join(u'|').toUtf8() + ' ' + request.body;
    });
    HttpServer::Parts parts;
    parts.routes = {
        {"GET", u"/plain"_s, echo},
        {"POST", u"/plain"_s, echo},
        {"GET", u"/entry/<arg>"_s, echo},
        {"DELETE", u"/entry/<arg>"_s, echo},
        {"GET", u"/two/<arg>/and/<arg>"_s, echo},
        {"GET", u"/api/openapi.json"_s, echo},
        {"OPTIONS", u"/preflight"_s, echo},
        {"GET", u"/preflight"_s, echo},
        {"GET", u"/inject"_s,
         [](Request, PendingResponse response) {
             response.send({.headers = {{"Location", "a\r\nSet-Cookie: b"}}});
         }},
        {"GET", u"/204"_s,
         [](Request, PendingResponse response) {
             response.send(textResponse(204, "not sent"));
         }},
        {"GET", u"/304"_s,
         [](Request, PendingResponse response) {
             response.send(textResponse(304, "not sent"));
         }},
        {"GET", u"/bye"_s,
         [](Request, PendingResponse response) {
             response.send({.headers = {{"Connection", "close"}}});
         }},
    };
    parts.notFound = [](Request request, PendingResponse response) {
        response.send(textResponse(404, "no " + request.path));
    };
    parts.errorBody = [](int status, const QString &sentence) {
        return textResponse(status, "error: " + sentence.toUtf8());
    };
    parts.policy = [](const RequestHead &head) -> std::optional<Response> {
        if (head.headers.contains("X-Forbidden"))
            return textResponse(403, "forbidden");
        return std::nullopt;
    };
    parts.fastPathPrefix = "/video/";
    parts.fastPath = answering([](const Request &request) -> QByteArray {
        return "fast " + request.method + ' ' + request.arguments.join(u'|').toUtf8();
    });
    parts.routes.push_back(
        {"GET", u"/video/<arg>"_s, answering([](const Request &request) -> QByteArray {
             return "route " + request.arguments.join(u'|').toUtf8();
         })});
    return parts;
}

/// How many descriptors all epoll sets of this process watch, by what the kernel says of them.
int watchedDescriptors()
{
    int watched = 0;
    const QDir open(u"/proc/self/fdinfo"_s);
    const auto names = open.entryList(QDir::Files);
    for (const auto &name : names) {
        QFile info(open.filePath(name));
        if (info.open(QIODevice::ReadOnly)) // it may have been closed since
            watched += static_cast<int>(info.readAll().count("tfd:"));
    }
    return watched;
}

/// A child that has copies of all descriptors and does nothing, as between fork and exec.
class IdleChild
{
public:
    IdleChild()
    {
        if (::pipe2(m_ends, O_CLOEXEC) != 0)
            qFatal("no pipe");
        m_pid = ::fork();
        if (m_pid != 0)
            return;
        ::close(m_ends[1]);
        char end = 0;
        std::ignore = ::read(m_ends[0], &end, 1); // until the parent closes its end
        ::_exit(0);
    }
    ~IdleChild()
    {
        ::close(m_ends[0]);
        ::close(m_ends[1]);
        ::waitpid(m_pid, nullptr, 0);
    }
    Q_DISABLE_COPY_MOVE(IdleChild)

    bool isRunning() const { return m_pid > 0 && ::kill(m_pid, 0) == 0; }

private:
    int m_ends[2] = {-1, -1};
    pid_t m_pid = -1;
};

class tst_HttpServer : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TestServer> m_server;

private Q_SLOTS:
    void initTestCase()
    {
        m_server
            = std::make_unique<TestServer>(someRoutes(), HttpServer::Options{.maxBodyBytes = 1000});
    }
    void cleanupTestCase() { m_server.reset(); }

    void routesRequests_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *line, int status, const QByteArray &body) {
            QTest::newRow(line) << QByteArray(line) << status << body;
        };
        row("GET /plain", 200, "GET /plain?  ");
        row("GET /plain?a=%20b&c", 200, "GET /plain?a=%20b&c  ");
        row("GET http://localhost/plain?x", 200, "GET /plain?x  ");
        row("GET /entry/abc", 200, "GET /entry/abc? abc ");
        row("DELETE /entry/abc", 200, "DELETE /entry/abc? abc ");
        row("GET /entry/a%2Fb%20c", 200, "GET /entry/a%2Fb%20c? a/b c ");
        row("GET /entry/%2e%2e", 200, "GET /entry/%2e%2e? .. ");
        row("GET /entry/f\xc3\xbcr", 200, "GET /entry/f\xc3\xbcr? f\xc3\xbcr ");
        row("GET /two/1/and/2", 200, "GET /two/1/and/2? 1|2 ");
        row("GET /two/1/and", 404, "no /two/1/and");
        row("GET /api/openapi.json", 200, "GET /api/openapi.json?  ");
        row("GET /api/openapiXjson", 404, "no /api/openapiXjson");
        row("GET /entry/", 404, "no /entry/");
        row("GET /entry/a/b", 404, "no /entry/a/b");
        row("GET /plain/", 404, "no /plain/");
        row("GET //plain", 404, "no //plain");
        row("GET /x/../plain", 404, "no /x/../plain");
        row("GET /plain%0a", 404, "no /plain%0a");
        // A policy looks at the path as it was sent: nothing else may be routed.
        row("GET /%70lain", 404, "no /%70lain");
        row("PUT /plain", 405, "error: The method PUT is not allowed here.");
        row("PURGE /plain", 405, "error: The method PURGE is not allowed here.");
        row("OPTIONS /preflight", 200, "OPTIONS /preflight?  ");
        row("OPTIONS /plain", 404, "no /plain");
        row("GET /video/a.mp4", 200, "fast GET a.mp4");
        row("GET /video/a%20b/c", 200, "fast GET a b/c");
        row("OPTIONS /video/a.mp4", 200, "fast OPTIONS a.mp4");
        row("DELETE /video/a.mp4", 405, "error: The method DELETE is not allowed here.");
    }
    void routesRequests()
    {
        QFETCH(QByteArray, line);
        RawClient client(m_server->port());
        const auto answer = client.ask(line + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTEST(answer.status, "status");
        QTEST(answer.body, "body");
        // and the connection goes on
        QCOMPARE(client.ask(get("/plain")).status, 200);
    }

    void the405NamesWhatIsAllowed() // RFC 9110 section 10.2.1
    {
        RawClient client(m_server->port());
        QCOMPARE(
            client.ask("PUT /plain HTTP/1.1\r\nHost: a\r\n\r\n").field("Allow"), "GET, HEAD, POST");
        QCOMPARE(
            client.ask("PUT /entry/x HTTP/1.1\r\nHost: a\r\n\r\n").field("Allow"),
            "GET, HEAD, DELETE");
    }

    void headHasTheHeadOfGetAndNoBody_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("routed") << "/plain"_ba;
        QTest::newRow("fast path") << "/video/a.mp4"_ba;
        QTest::newRow("not found") << "/nowhere"_ba;
    }
    void headHasTheHeadOfGetAndNoBody() // RFC 9110 section 9.3.2
    {
        QFETCH(QByteArray, path);
        RawClient client(m_server->port());
        const auto head = client.ask("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto whole = client.ask(get(path)); // garbage here, had HEAD sent a body
        QCOMPARE(head.status, whole.status);
        QVERIFY(whole.body.size() > 5);
        QCOMPARE(
            head.field("Content-Length").toInt(),
            whole.body.size() + (whole.status == 200 ? 1 : 0)); // "HEAD" is longer than "GET"
    }

    void answersWithoutBodyHaveNone()
    {
        RawClient client(m_server->port());
        client.send(get("/204") + get("/304") + get("/plain"));
        const auto noContent = client.readAnswer();
        QCOMPARE(noContent.status, 204);
        QVERIFY(!noContent.headers.contains("Content-Length"));
        QCOMPARE(client.readAnswer().status, 304);
        QCOMPARE(client.readAnswer().body, "GET /plain?  ");
    }

    void everyAnswerHasADate()
    {
        RawClient client(m_server->port());
        QVERIFY(client.ask(get("/plain")).field("Date").endsWith(" GMT"));
    }

    void bodiesArrive()
    {
        RawClient client(m_server->port());
        QCOMPARE(
            client.ask("POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello").body,
            "POST /plain?  hello");
        QCOMPARE(
            client
                .ask("POST /plain HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
                .body,
            "POST /plain?  hello");
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        RawClient client(m_server->port());
        QByteArray requests;
        for (int i = 0; i < 500; ++i)
            requests += get((i % 2 ? "/entry/" : "/video/") + QByteArray::number(i));
        QVERIFY(client.send(requests));
        for (int i = 0; i < 500; ++i)
            QVERIFY(client.readAnswer().body.contains(QByteArray::number(i)));
        QCOMPARE(m_server->metrics().errors, 0);
    }

    void theConnectionEndsWhenAsked_data() // RFC 9112 section 9.3
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("connection");
        QTest::addColumn<bool>("ends");
        QTest::newRow("1.1") << get("/plain") << ""_ba << false;
        QTest::newRow("1.1 close") << get("/plain", "Connection: close\r\n") << "close"_ba << true;
        QTest::newRow("1.0") << "GET /plain HTTP/1.0\r\n\r\n"_ba
                             << "close"_ba << true;
        QTest::newRow("1.0 keep-alive")
            << "GET /plain HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"_ba
            << "keep-alive"_ba << false;
        QTest::newRow("the handler wants it") << get("/bye") << "close"_ba << true;
    }
    void theConnectionEndsWhenAsked()
    {
        QFETCH(QByteArray, request);
        QFETCH(bool, ends);
        RawClient client(m_server->port());
        const auto answer = client.ask(request);
        QCOMPARE(answer.status, 200);
        QTEST(answer.field("Connection"), "connection");
        if (ends)
            QVERIFY(client.isClosedByServer());
        else
            QCOMPARE(client.ask(get("/plain")).status, 200);
    }

    void aRequestOfAClientThatOnlyReadsOnIsAnswered()
    {
        RawClient client(m_server->port());
        client.send(get("/plain") + get("/entry/x"));
        client.shutdownSending();
        QCOMPARE(client.readAnswer().status, 200);
        QCOMPARE(client.readAnswer().status, 200);
        QVERIFY(client.isClosedByServer());
    }

    void aResponseThatWouldSplitBecomes500()
    {
        RawClient client(m_server->port());
        const auto answer = client.ask(get("/inject"));
        QCOMPARE(answer.status, 500);
        QVERIFY(!answer.head.contains("Set-Cookie"));
    }

    void thePolicySpeaksBeforeTheBody()
    {
        RawClient client(m_server->port());
        // neither the body nor "100 Continue" is waited for
        const auto answer = client.ask("POST /plain HTTP/1.1\r\nHost: a\r\nX-Forbidden: 1\r\n"
                                       "Expect: 100-continue\r\nContent-Length: 900\r\n\r\n");
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.field("Connection"), "close");
        QVERIFY(client.isClosedByServer());
        // without a body the connection may stay
        RawClient other(m_server->port());
        QCOMPARE(other.ask(get("/plain", "X-Forbidden: 1\r\n")).status, 403);
        QCOMPARE(other.ask(get("/video/a", "X-Forbidden: 1\r\n")).status, 403);
        QCOMPARE(other.ask(get("/plain")).status, 200);
    }

    void continueIsSaidWhenTheHeadIsAgreedTo() // RFC 9110 section 10.1.1
    {
        RawClient client(m_server->port());
        client.send("POST /plain HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                    "Content-Length: 5\r\n\r\n");
        QCOMPARE(client.readHead().status, 100);
        QCOMPARE(client.ask("hello").body, "POST /plain?  hello");
        // not for a body that is there already
        QCOMPARE(
            client
                .ask("POST /plain HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                     "Content-Length: 5\r\n\r\nhello")
                .status,
            200);
    }

    void tooLargeABodyIsRefusedUnread()
    {
        for (const auto &request :
             {"POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n"_ba,
              "POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n"
              "Expect: 100-continue\r\n\r\n"_ba,
              "POST /plain HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n"_ba}) {
            RawClient client(m_server->port());
            const auto answer = client.ask(request);
            QCOMPARE(answer.status, 413);
            QVERIFY(client.isClosedByServer());
        }
    }

    void aClientThatGoesOnSendingGetsItsRefusal()
    {
        RawClient client(m_server->port());
        client.send("POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n");
        client.send(QByteArray(20'000'000, 'x'));
        QCOMPARE(client.readAnswer().status, 413);
        client.shutdownSending();
        QVERIFY(client.isClosedByServer());
    }

    void wrongRequestsAreRefusedAndTheConnectionEnds_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("no Host") << "GET / HTTP/1.1\r\n\r\n"_ba << 400;
        QTest::newRow("bare LF") << "GET / HTTP/1.1\nHost: a\n\n"_ba << 400;
        QTest::newRow("two lengths") << "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                                        "Content-Length: 2\r\n\r\nab"_ba
                                     << 400;
        QTest::newRow("smuggling") << "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                                      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /plain"_ba
                                   << 400;
        QTest::newRow("broken chunk") << "POST /plain HTTP/1.1\r\nHost: a\r\n"
                                         "Transfer-Encoding: chunked\r\n\r\nxx\r\n"_ba
                                      << 400;
        QTest::newRow("expectation") << get("/plain", "Expect: gold\r\n") << 417;
        QTest::newRow("head of 1 MB")
            << get("/plain", "X: " + QByteArray(1'000'000, 'x') + "\r\n") << 431;
        QTest::newRow("line of 1 MB") << "GET /" + QByteArray(1'000'000, 'x') << 431;
        QTest::newRow("coding") << get("/plain", "Transfer-Encoding: gzip\r\n") << 501;
        QTest::newRow("version") << "GET / HTTP/9.9\r\n\r\n"_ba << 505;
        QTest::newRow("noise") << QByteArray("\x16\x03\x01\x02\x00\x01", 6) << 400;
    }
    void wrongRequestsAreRefusedAndTheConnectionEnds()
    {
        QFETCH(QByteArray, request);
        RawClient client(m_server->port());
        client.send(request);
        const auto answer = client.readAnswer();
        QTEST(answer.status, "status");
        QVERIFY(answer.body.startsWith("error: "));
        QCOMPARE(answer.field("Connection"), "close");
        QVERIFY(client.isClosedByServer());
    }

    void anUpgradeIsNotTaken()
    {
        RawClient client(m_server->port());
        const auto answer = client.ask(
            get("/plain",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(client.ask(get("/entry/1")).body, "GET /entry/1? 1 ");
    }

    void optionsOfTheServerItselfHasNoBody() // RFC 9110 section 9.3.7
    {
        RawClient client(m_server->port());
        QCOMPARE(client.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
        QCOMPARE(client.ask(get("/plain")).status, 200);
    }

    void bothFamiliesAreServedByEveryKindOfThread_data()
    {
        QTest::addColumn<int>("workers");
        QTest::newRow("no workers") << 0;
        QTest::newRow("two workers") << 2;
    }
    void bothFamiliesAreServedByEveryKindOfThread()
    {
        QFETCH(int, workers);
        TestServer server(someRoutes(), {.workers = workers});
        std::vector<RawClient> clients;
        for (int i = 0; i < 10; ++i) {
            clients.emplace_back(
                server.port(), i % 2 ? RawClient::Family::IPv6 : RawClient::Family::IPv4);
            QVERIFY(clients.back().isConnected());
        }
        for (auto &client : clients)
            QCOMPARE(client.ask(get("/plain")).status, 200);
        QCOMPARE(server.metrics().activeConnections, 10);
        QCOMPARE(server.metrics().totalRequests, 10);
        // counted when the kernel took them, which the client may see first
        QTRY_COMPARE_WITH_TIMEOUT(
            server.metrics().bodyBytesSent, 10 * qint64(sizeof "GET /plain?  " - 1), 20'000);
        clients.clear();
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
    }

    void aClosedConnectionIsNotWatchedThoughAChildHasItToo_data()
    {
        QTest::addColumn<bool>("hard");
        QTest::newRow("the client leaves") << false;
        QTest::newRow("the server stops") << true;
    }
    void aClosedConnectionIsNotWatchedThoughAChildHasItToo()
    {
        QFETCH(bool, hard);
        TestServer server(someRoutes(), {.workers = 1});
        const int before = watchedDescriptors();
        RawClient client(server.port());
        QCOMPARE(client.ask(get("/plain")).status, 200);
        QCOMPARE(watchedDescriptors(), before + 1);
        const IdleChild child; // what it has open stays open
        if (hard)
            server.stop(std::chrono::milliseconds{0}).waitForFinished();
        else
            client.shutdownSending(); // the child has its end of the connection as well
        QTRY_COMPARE_WITH_TIMEOUT(server.metrics().activeConnections, 0, 20'000);
        QVERIFY(watchedDescriptors() <= before); // a server that stops watches less
        QVERIFY(child.isRunning());
    }

    void aTakenPortIsNamed_data()
    {
        QTest::addColumn<QHostAddress>("address");
        QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
        QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
        QTest::newRow("any") << QHostAddress(QHostAddress::Any);
    }
    void aTakenPortIsNamed()
    {
        QFETCH(QHostAddress, address);
        QTcpServer other;
        QVERIFY(other.listen(address));
        HttpServer server({}, someRoutes());
        const auto listening = server.listen(other.serverPort());
        QVERIFY(!listening);
        QCOMPARE(listening.error().code, ErrorCode::PortTaken);
        QVERIFY(listening.error().message.contains(QString::number(other.serverPort())));
        QCOMPARE(server.port(), quint16(0));
        other.close();
        const auto again = server.listen(0);
        QVERIFY(again);
        QVERIFY(server.port() > 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HttpServer)
#include "tst_httpserver.moc"
