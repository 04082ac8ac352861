// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/access.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const auto token = "0123456789abcdef"_ba;
const SystemClock systemClock;
const Credentials credentials(token, {}, systemClock);

const HostRules rules({"render.example"}, {"https://studio.example"});

RequestHead headOf(const QByteArray &method, const QByteArray &path, Headers headers)
{
    RequestHead head;
    head.method = method;
    head.path = path;
    head.headers = std::move(headers);
    return head;
}

QJsonObject bodyOf(const Response &response)
{
    return QJsonDocument::fromJson(std::get<QByteArray>(response.body.at(0))).object();
}

class tst_Access : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTokenIsTakenFromEitherHeader_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isAllowed");

        const auto authorization = "Authorization"_ba;
        const auto apiKey = "X-API-Key"_ba;
        QTest::newRow("bearer") << authorization << "Bearer " + token << true;
        QTest::newRow("the scheme's case does not matter")
            << authorization << "bEARER " + token << true;
        QTest::newRow("the field's case does not matter") << "authorization"_ba
                                                          << "Bearer " + token << true;
        QTest::newRow("blanks around it") << authorization << "Bearer   " + token + ' ' << true;
        QTest::newRow("API key") << apiKey << token << true;
        QTest::newRow("API key in lower case") << "x-api-key"_ba << token << true;

        QTest::newRow("no field at all") << "X-Other"_ba << token << false;
        QTest::newRow("other scheme") << authorization << "Basic " + token << false;
        QTest::newRow("no scheme") << authorization << token << false;
        QTest::newRow("scheme alone") << authorization << "Bearer"_ba << false;
        QTest::newRow("scheme and a blank") << authorization << "Bearer "_ba << false;
        QTest::newRow("empty") << authorization << ""_ba << false;
        QTest::newRow("empty key") << apiKey << ""_ba << false;
        QTest::newRow("wrong") << apiKey << "fedcba9876543210"_ba << false;
        QTest::newRow("beginning of it") << apiKey << token.first(8) << false;
        QTest::newRow("more than it") << apiKey << token + "0" << false;
        QTest::newRow("other case") << apiKey << token.toUpper() << false;
    }
    void theTokenIsTakenFromEitherHeader()
    {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, value);
        QFETCH(const bool, isAllowed);
        const auto checked = credentials.check(headOf("GET", "/api/cache/status", {{name, value}}));
        QCOMPARE(checked.has_value(), isAllowed);
        if (!isAllowed)
            QCOMPARE(checked.error().code, ErrorCode::Unauthorized);
    }

    void aForeignSchemeDoesNotHideTheApiKey()
    {
        QVERIFY(credentials.check(
            headOf("GET", "/api", {{"Authorization", "Basic eDp5"}, {"X-API-Key", token}})));
    }

    void aMissingTokenAndAWrongOneAreToldApart()
    {
        const auto missing = credentials.check(headOf("GET", "/api", {}));
        const auto wrong = credentials.check(headOf("GET", "/api", {{"X-API-Key", "x"}}));
        QVERIFY(missing.error().message.contains(u"missing"));
        QVERIFY(wrong.error().message.contains(u"wrong"));
        QVERIFY(!wrong.error().message.contains(QLatin1String(token)));
    }

    void hostOriginAndTokenDecideInThisOrder_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("origin"); // null: no such field
        QTest::addColumn<bool>("hasToken");
        QTest::addColumn<QString>("code"); // empty: allowed

        const auto row
            = [](const char *name, const char *method, const char *path, const char *host,
                 const char *origin, bool hasToken, const QString &code) {
                  QTest::newRow(name) << QByteArray(method) << QByteArray(path) << QByteArray(host)
                                      << (origin == nullptr ? QByteArray() : QByteArray(origin))
                                      << hasToken << code;
              };
        const auto api = "/api/cache/status";
        row("localhost", "GET", api, "localhost:3000", nullptr, true, {});
        row("IPv4", "GET", api, "127.0.0.1:3000", nullptr, true, {});
        row("IPv6", "GET", api, "[::1]:3000", nullptr, true, {});
        row("allowed host", "GET", api, "render.example", nullptr, true, {});
        row("foreign host", "GET", api, "evil.example", nullptr, true, u"forbidden_host"_s);
        row("no host", "GET", api, "", nullptr, true, u"forbidden_host"_s);
        row("rebinding name", "GET", api, "localhost.evil.example", nullptr, true,
            u"forbidden_host"_s);

        row("loopback origin", "GET", api, "localhost", "http://localhost:5173", true, {});
        row("allowed origin", "GET", api, "localhost", "https://studio.example", true, {});
        row("foreign origin", "GET", api, "localhost", "https://evil.example", true,
            u"forbidden_origin"_s);
        row("allowed name, other scheme", "GET", api, "localhost", "http://studio.example", true,
            u"forbidden_origin"_s);
        row("opaque origin", "GET", api, "localhost", "null", true, u"forbidden_origin"_s);
        row("empty origin", "GET", api, "localhost", "", true, u"forbidden_origin"_s);

        row("no token", "GET", api, "localhost", nullptr, false, u"unauthorized"_s);
        row("no token from an allowed origin", "POST", api, "localhost", "http://localhost:5173",
            false, u"unauthorized"_s);
        row("no token, host first", "GET", api, "evil.example", "null", false, u"forbidden_host"_s);
        row("no token, then origin", "GET", api, "localhost", "null", false, u"forbidden_origin"_s);
        row("no such route needs it too", "GET", "/api/none", "localhost", nullptr, false,
            u"unauthorized"_s);
        row("outside of the API nothing is to be protected", "GET", "/", "localhost", nullptr,
            false, {});

        row("preflight", "OPTIONS", api, "localhost", "http://localhost:5173", false, {});
        row("preflight of a foreign origin", "OPTIONS", api, "localhost", "https://evil.example",
            false, u"forbidden_origin"_s);
        row("preflight to a foreign host", "OPTIONS", api, "evil.example", nullptr, false,
            u"forbidden_host"_s);
        row("methods are case-sensitive", "options", api, "localhost", nullptr, false,
            u"unauthorized"_s);
    }
    void hostOriginAndTokenDecideInThisOrder()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, path);
        QFETCH(const QByteArray, host);
        QFETCH(const QByteArray, origin);
        QFETCH(const bool, hasToken);
        QFETCH(const QString, code);
        Headers headers;
        if (!host.isEmpty())
            headers.append("Host", host);
        if (!origin.isNull())
            headers.append("Origin", origin);
        if (hasToken)
            headers.append("X-API-Key", token);
        const auto head = headOf(method, path, headers);

        const auto allowed = checkApiAccess(head, rules, credentials);
        QCOMPARE(allowed ? QString() : QString(errorWord(allowed.error().code)), code);

        const auto refusal = apiHeadPolicy(rules, &credentials)(head);
        QCOMPARE(refusal.has_value(), !code.isEmpty());
        if (refusal)
            QCOMPARE(bodyOf(*refusal).value(u"code").toString(), code);
    }

    void a403NamesTheSettingThatWouldAllowIt()
    {
        const auto host
            = checkApiAccess(headOf("GET", "/", {{"Host", "a.example"}}), rules, credentials);
        QVERIFY(host.error().message.contains(u"CACHE_ALLOWED_HOSTS"));
        QVERIFY(host.error().message.contains(u"a.example"));
        const auto origin = checkApiAccess(
            headOf("GET", "/", {{"Host", "localhost"}, {"Origin", "https://b.example"}}), rules,
            credentials);
        QVERIFY(origin.error().message.contains(u"CACHE_ALLOWED_ORIGINS"));
        QVERIFY(origin.error().message.contains(u"https://b.example"));
    }

    void a401CanBeReadByAnAllowedPageAndSaysHowToAuthenticate()
    {
        const auto refusal = apiHeadPolicy(rules, &credentials)(headOf(
            "GET", "/api/cache/status",
            {{"Host", "localhost"}, {"Origin", "https://studio.example"}}));
        QVERIFY(refusal);
        QCOMPARE(refusal->status, 401);
        QCOMPARE(refusal->headers.value("WWW-Authenticate"), "Bearer"_ba);
        QCOMPARE(
            refusal->headers.value("Access-Control-Allow-Origin"), "https://studio.example"_ba);
        QCOMPARE(refusal->headers.value("Vary"), "Origin"_ba);
    }

    void aForeignPageCannotReadItsRefusal()
    {
        const auto refusal = apiHeadPolicy(rules, &credentials)(headOf(
            "GET", "/api/cache/status",
            {{"Host", "localhost"}, {"Origin", "https://evil.example"}}));
        QVERIFY(refusal);
        QCOMPARE(refusal->status, 403);
        QVERIFY(!refusal->headers.contains("Access-Control-Allow-Origin"));
        QCOMPARE(refusal->headers.value("Vary"), "Origin"_ba);
    }

    void aPreflightIsAnsweredByName()
    {
        const auto answer = apiOptionsResponse(
            headOf("OPTIONS", "/api/cache/clear", {{"Origin", "http://localhost:5173"}}), rules);
        QCOMPARE(answer.status, 204);
        QCOMPARE(answer.headers.value("Access-Control-Allow-Origin"), "http://localhost:5173"_ba);
        QVERIFY(answer.headers.value("Access-Control-Allow-Methods")->contains("DELETE"));
        QVERIFY(answer.headers.value("Access-Control-Allow-Headers")->contains("Authorization"));
        QVERIFY(answer.headers.value("Access-Control-Allow-Headers")->contains("X-API-Key"));
        QCOMPARE(answer.headers.value("Vary"), "Origin"_ba);
    }

    void optionsWithoutAnOriginIsNoPreflight()
    {
        const auto answer = apiOptionsResponse(headOf("OPTIONS", "/api", {}), rules);
        QCOMPARE(answer.status, 204);
        QVERIFY(answer.headers.contains("Allow"));
        QVERIFY(!answer.headers.contains("Access-Control-Allow-Methods"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Access)
#include "tst_access.moc"
