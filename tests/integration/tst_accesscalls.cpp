// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr auto page = "http://localhost:5173";

class tst_AccessCalls : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    ServiceFixture m_service{m_origin, {{u"CACHE_ALLOWED_HOSTS"_s, u"render.example"_s}}};

    /// Sends exactly these bytes.
    ApiAnswer ask(const QByteArray &request)
    {
        RawClient client(m_service.apiPort());
        const auto answer = client.ask(request);
        return {answer.status, answer.body, answer.headers};
    }
    QByteArray bearer() const { return "Authorization: Bearer " + m_service.token() + "\r\n"; }

    static QByteArray field(const ApiAnswer &answer, QByteArrayView name)
    {
        return answer.headers.value(name).value_or(QByteArray());
    }

    /// Every error has the envelope, and every answer says on what it depends.
    static bool isError(const ApiAnswer &answer, int status, const QString &code)
    {
        const auto json = answer.json();
        if (answer.status == status && answer.code() == code
            && json.value(u"success") == QJsonValue(false) && !answer.error().isEmpty()
            && json.value(u"message").isString() && field(answer, "Vary") == "Origin"
            && field(answer, "Content-Type") == "application/json")
            return true;
        qWarning() << answer.status << answer.text;
        return false;
    }

private Q_SLOTS:
    void initTestCase() { m_service.mustStart(); }

    void theTokenOpensTheApiInEitherHeader()
    {
        const auto head = "GET /api/cache/stats HTTP/1.1\r\nHost: localhost\r\n"_ba;
        QCOMPARE(ask(head + bearer() + "\r\n").status, 200);
        QCOMPARE(ask(head + "X-API-Key: " + m_service.token() + "\r\n\r\n").status, 200);
        QVERIFY(isError(ask(head + "\r\n"), 401, u"unauthorized"_s));
        const auto wrong = ask(head + "X-API-Key: 0\r\n\r\n");
        QVERIFY(isError(wrong, 401, u"unauthorized"_s));
        QCOMPARE(field(wrong, "WWW-Authenticate"), "Bearer"_ba);
    }

    void aNewTokenTakesThePlaceOfTheOldOne()
    {
        const auto old = bearer();
        const auto answer = m_service.post("token/rotate", QByteArray());
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.data().value(u"token").toString().toLatin1(), m_service.token());
        QVERIFY(bearer() != old);
        const auto head = "GET /api/cache/stats HTTP/1.1\r\nHost: localhost\r\n"_ba;
        QVERIFY(isError(ask(head + old + "\r\n"), 401, u"unauthorized"_s));
        QCOMPARE(ask(head + bearer() + "\r\n").status, 200);
    }

    void aTokenThatSettingsGiveIsNotReplaced()
    {
        const auto token = u"0123456789abcdef0123456789abcdef"_s;
        ServiceFixture service(m_origin, {{u"CACHE_API_TOKEN"_s, token}});
        service.mustStart();
        const auto answer = service.post("token/rotate", QByteArray());
        QCOMPARE(answer.status, 409);
        QVERIFY(answer.error().contains(u"CACHE_API_TOKEN (environment)"));
        QCOMPARE(service.token(), token.toLatin1());
        QCOMPARE(service.get("stats").status, 200);
    }

    void everyRouteNeedsTheToken_data()
    {
        QTest::addColumn<QByteArray>("request");

        const QByteArray id(32, 'a');
        const QByteArrayList requests{
            "GET status"_ba,
            "GET stats"_ba,
            "GET health"_ba,
            "GET entries"_ba,
            "GET entry/" + id,
            "DELETE entry/" + id,
            "POST clear"_ba,
            "POST analyze-config"_ba,
            "POST validate-url"_ba,
            "POST pre-cache"_ba,
            "POST process-config"_ba,
            "GET jobs"_ba,
            "GET jobs/" + id,
            "DELETE jobs/" + id,
            "GET leases"_ba,
            "DELETE lease/" + id,
            "POST lease/" + id + "/renew",
            "GET nothing"_ba};
        for (const auto &request : requests) {
            QTest::newRow(request.constData()) << request;
        }
    }
    void everyRouteNeedsTheToken()
    {
        QFETCH(QByteArray, request);
        request.replace(" ", " /api/cache/");
        const QByteArray head = request + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n";
        QVERIFY(isError(ask(head + "\r\n"), 401, u"unauthorized"_s));
        const auto opened = ask(head + bearer() + "\r\n");
        QVERIFY(opened.status != 401 && opened.status != 405 && opened.status != 500);
        QCOMPARE(field(opened, "Vary"), "Origin"_ba);
    }

    void foreignHostsAndPagesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("origin"); // a field or nothing
        QTest::addColumn<QString>("code"); // empty: answered

        const auto host = u"forbidden_host"_s;
        const auto origin = u"forbidden_origin"_s;
        QTest::newRow("localhost") << "localhost"_ba
                                   << ""_ba << QString();
        QTest::newRow("any loopback port") << "127.0.0.1:1"_ba
                                           << ""_ba << QString();
        QTest::newRow("allowed host") << "render.example"_ba
                                      << ""_ba << QString();
        QTest::newRow("foreign host") << "evil.example"_ba
                                      << ""_ba << host;
        QTest::newRow("loopback page") << "localhost"_ba
                                       << "Origin: http://127.0.0.1:8080\r\n"_ba << QString();
        QTest::newRow("foreign page") << "localhost"_ba
                                      << "Origin: https://evil.example\r\n"_ba << origin;
        QTest::newRow("opaque page") << "localhost"_ba
                                     << "Origin: null\r\n"_ba << origin;
        QTest::newRow("file page") << "localhost"_ba
                                   << "Origin: file://\r\n"_ba << origin;
    }
    void foreignHostsAndPagesAreRefused()
    {
        QFETCH(const QByteArray, host);
        QFETCH(const QByteArray, origin);
        QFETCH(const QString, code);
        const auto answer = ask(
            "GET /api/cache/stats HTTP/1.1\r\nHost: " + host + "\r\n" + origin + bearer() + "\r\n");
        if (code.isEmpty())
            QCOMPARE(answer.status, 200);
        else
            QVERIFY(isError(answer, 403, code));
        QVERIFY(code.isEmpty() || !answer.headers.contains("Access-Control-Allow-Origin"));
    }

    void aRefusedBodyIsNeverRead()
    {
        RawClient client(m_service.apiPort());
        const auto answer
            = client.ask("POST /api/cache/process-config HTTP/1.1\r\nHost: localhost\r\n"
                         "Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
        QCOMPARE(answer.status, 401);
    }

    void anAllowedPageMayReadSuccessAndError()
    {
        const QByteArray origin = QByteArray("Origin: ") + page + "\r\n";
        for (const QByteArray path : {"stats", "entries?limit=0", "entry/x", "nothing"}) {
            const auto answer = m_service.api("GET", "/api/cache/" + path, {}, origin);
            QCOMPARE(field(answer, "Access-Control-Allow-Origin"), QByteArray(page));
            QCOMPARE(field(answer, "Vary"), "Origin"_ba);
        }
        const auto none = m_service.get("stats");
        QVERIFY(!none.headers.contains("Access-Control-Allow-Origin"));
    }

    void aPreflightNeedsNoToken_data()
    {
        QTest::addColumn<QByteArray>("path");

        QTest::newRow("a route") << "/api/cache/process-config"_ba;
        QTest::newRow("a route with an argument") << "/api/cache/entry/abc"_ba;
        QTest::newRow("no route") << "/api/nothing"_ba;
    }
    void aPreflightNeedsNoToken()
    {
        QFETCH(const QByteArray, path);
        const auto answer = ask(
            "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + page
            + "\r\nAccess-Control-Request-Method: DELETE\r\n"
              "Access-Control-Request-Headers: authorization,content-type\r\n\r\n");
        QCOMPARE(answer.status, 204);
        QCOMPARE(field(answer, "Access-Control-Allow-Origin"), QByteArray(page));
        QVERIFY(field(answer, "Access-Control-Allow-Methods").contains("DELETE"));
        QVERIFY(field(answer, "Access-Control-Allow-Headers").contains("Authorization"));
        QCOMPARE(field(answer, "Vary"), "Origin"_ba);
    }

    void aForeignPreflightIsRefused()
    {
        const auto answer = ask("OPTIONS /api/cache/stats HTTP/1.1\r\nHost: localhost\r\n"
                                "Origin: https://evil.example\r\n\r\n");
        QVERIFY(isError(answer, 403, u"forbidden_origin"_s));
    }

    void whatIsNotThereIs404()
    {
        for (const QByteArray path :
             {"/api/cache", "/api/cache/", "/api/cache/none", "/api/cache/entry/a/b",
              "/api/%63ache/stats", "/"}) {
            QVERIFY(isError(m_service.api("GET", path), 404, u"not_found"_s));
        }
    }

    void aWrongMethodIsToldTheRightOnes()
    {
        const auto clear = m_service.api("GET", "/api/cache/clear");
        QVERIFY(isError(clear, 405, u"method_not_allowed"_s));
        QCOMPARE(field(clear, "Allow"), "POST"_ba);
        const auto entry = m_service.api("POST", "/api/cache/entry/abc");
        QVERIFY(isError(entry, 405, u"method_not_allowed"_s));
        QCOMPARE(field(entry, "Allow"), "GET, HEAD, DELETE"_ba);
    }

    void headIsGetWithoutABody()
    {
        RawClient client(m_service.apiPort());
        const auto head = client.ask(m_service.apiRequest("HEAD", "/api/cache/leases"));
        QCOMPARE(head.status, 200);
        QVERIFY(head.field("Content-Length").toInt() > 0);
        // The connection is still in step.
        QCOMPARE(client.ask(m_service.apiRequest("GET", "/api/cache/leases")).status, 200);
    }

    void tooLargeABodyIsRefusedBeforeItIsSent()
    {
        const auto answer = ask(
            "POST /api/cache/process-config HTTP/1.1\r\nHost: localhost\r\n" + bearer()
            + "Content-Length: 17825792\r\n\r\n");
        QVERIFY(isError(answer, 413, u"payload_too_large"_s));
    }

    void whatIsNoHttpIsRefusedInTheEnvelope()
    {
        QVERIFY(isError(
            ask("GET /api/cache/stats HTTP/1.1\r\nHost : localhost\r\n\r\n"), 400,
            u"invalid_argument"_s));
        QVERIFY(isError(ask("GET /api/cache/stats HTTP/1.1\r\n\r\n"), 400, u"invalid_argument"_s));
    }

    void bothLoopbackFamiliesAnswer()
    {
        RawClient sixth(m_service.apiPort(), RawClient::Family::IPv6);
        if (!sixth.isConnected())
            return; // a machine without IPv6 serves IPv4 alone
        QCOMPARE(sixth.ask(m_service.apiRequest("GET", "/api/cache/stats")).status, 200);
    }

    void oneConnectionServesManyCalls()
    {
        RawClient client(m_service.apiPort());
        for (int i = 0; i < 20; ++i)
            QCOMPARE(client.ask(m_service.apiRequest("GET", "/api/cache/entries")).status, 200);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_AccessCalls)
#include "tst_accesscalls.moc"
