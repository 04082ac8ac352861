// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/cors.h"
#include "core/proxy/proxyanswers.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const HostRules rules({"media.lan", "exact.lan:3001"}, {"https://studio.example.com"});

RequestHead requestOf(const QByteArray &method, const QList<QByteArray> &fields)
{
    RequestHead request;
    request.method = method;
    for (const auto &field : fields) {
        const auto colon = field.indexOf(": ");
        request.headers.append(field.first(colon), field.sliced(colon + 2));
    }
    return request;
}

class tst_Cors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readersAreAnsweredByName_data()
    {
        QTest::addColumn<QList<QByteArray>>("fields");
        QTest::addColumn<QByteArray>("allowed"); // empty: none
        const auto row = [](const char *name, QList<QByteArray> fields, QByteArray allowed) {
            QTest::newRow(name) << std::move(fields) << std::move(allowed);
        };
        row("no origin", {}, "");
        row("loopback name", {"Origin: http://localhost:3000"}, "http://localhost:3000");
        row("loopback IPv4", {"Origin: http://127.0.0.1:5173"}, "http://127.0.0.1:5173");
        row("loopback IPv6", {"Origin: http://[::1]:3000"}, "http://[::1]:3000");
        row("configured", {"Origin: https://studio.example.com"}, "https://studio.example.com");
        row("configured, other scheme", {"Origin: http://studio.example.com"}, "");
        row("foreign", {"Origin: https://evil.example.com"}, "");
        row("looks like loopback", {"Origin: http://localhost.evil.com"}, "");
        row("null", {"Origin: null"}, "");
        row("malformed", {"Origin: http://localhost:3000/path"}, "");
        row("two of them", {"Origin: http://localhost:1", "Origin: http://localhost:2"}, "");
    }
    void readersAreAnsweredByName()
    {
        QFETCH(QList<QByteArray>, fields);
        QFETCH(QByteArray, allowed);
        Headers headers{{"Vary", "Origin"}}; // there once, however often it is said
        addCorsFields(headers, requestOf("GET", fields), rules);
        QCOMPARE(headers.value("Vary"), "Origin");
        QCOMPARE(headers.value("Access-Control-Allow-Origin").value_or(QByteArray()), allowed);
        QCOMPARE(
            headers.value("Access-Control-Expose-Headers").value_or(QByteArray()),
            allowed.isEmpty() ? QByteArray()
                              : QByteArray("Content-Length, Content-Range, Accept-Ranges, ETag"));
    }

    void optionsAreAnswered_data()
    {
        QTest::addColumn<QList<QByteArray>>("fields");
        QTest::addColumn<bool>("isPermitted");
        QTest::addColumn<bool>("privateNetwork");
        const auto row = [](const char *name, QList<QByteArray> fields, bool isPermitted,
                            bool privateNetwork = false) {
            QTest::newRow(name) << std::move(fields) << isPermitted << privateNetwork;
        };
        const QByteArray asks = "Access-Control-Request-Method: GET";
        const QByteArray asksNetwork = "Access-Control-Request-Private-Network: true";
        row("plain", {}, false);
        row("plain with origin", {"Origin: http://localhost:3000"}, false);
        row("preflight", {"Origin: http://localhost:3000", asks}, true);
        row("preflight of a configured origin", {"Origin: https://studio.example.com", asks}, true);
        row("preflight of a foreign origin",
            {"Origin: https://evil.example.com", asks, asksNetwork}, false);
        row("preflight of null", {"Origin: null", asks}, false);
        row("preflight without origin", {asks}, false);
        row("private network", {"Origin: https://studio.example.com", asks, asksNetwork}, true,
            true);
    }
    void optionsAreAnswered()
    {
        QFETCH(QList<QByteArray>, fields);
        QFETCH(bool, isPermitted);
        QFETCH(bool, privateNetwork);
        const auto answer = optionsAnswer(requestOf("OPTIONS", fields), rules);
        QCOMPARE(answer.status, 204);
        QVERIFY(answer.body.empty());
        QCOMPARE(answer.headers.value("Allow"), "GET, HEAD, OPTIONS"); // RFC 9110 section 9.3.7
        QCOMPARE(answer.headers.value("Vary"), "Origin");
        const auto field = [&](QByteArrayView name) {
            return answer.headers.value(name).value_or("absent");
        };
        QCOMPARE(
            field("Access-Control-Allow-Methods"),
            isPermitted ? QByteArray("GET, HEAD") : QByteArray("absent"));
        QCOMPARE(
            field("Access-Control-Allow-Headers"),
            isPermitted ? QByteArray("Range, If-Range, If-None-Match, If-Match, "
                                     "If-Modified-Since, If-Unmodified-Since")
                        : QByteArray("absent"));
        QCOMPARE(field("Access-Control-Max-Age") != "absent", isPermitted);
        QCOMPARE(
            field("Access-Control-Allow-Private-Network"),
            privateNetwork ? QByteArray("true") : QByteArray("absent"));
    }

    void onlyNamesOfOursAreAnswered_data()
    {
        QTest::addColumn<QList<QByteArray>>("fields");
        QTest::addColumn<bool>("isAnswered");
        const auto row = [](const char *name, QList<QByteArray> fields, bool isAnswered) {
            QTest::newRow(name) << std::move(fields) << isAnswered;
        };
        row("localhost", {"Host: localhost:3001"}, true);
        row("IPv4", {"Host: 127.0.0.1:3001"}, true);
        row("IPv6", {"Host: [::1]:3001"}, true);
        row("configured", {"Host: media.lan:8080"}, true);
        row("configured with port", {"Host: exact.lan:3001"}, true);
        row("configured, other port", {"Host: exact.lan:3002"}, false);
        row("rebound name", {"Host: evil.example.com:3001"}, false);
        row("none", {}, false);
        row("malformed", {"Host: localhost@evil.com"}, false);
    }
    void onlyNamesOfOursAreAnswered()
    {
        QFETCH(QList<QByteArray>, fields);
        QFETCH(bool, isAnswered);
        const auto refusal = proxyHeadPolicy(rules)(requestOf("GET", fields));
        QCOMPARE(!refusal.has_value(), isAnswered);
        if (isAnswered)
            return;
        QCOMPARE(refusal->status, 403);
        QCOMPARE(refusal->headers.value("Vary"), "Origin");
        QCOMPARE(refusal->headers.value("Content-Type"), "text/plain; charset=utf-8");
        QVERIFY(std::get<QByteArray>(refusal->body.at(0)).contains("CACHE_ALLOWED_HOSTS"));
    }

    void theServersOwnErrorsAreSentences()
    {
        const auto answer = proxyText(431, u"Too long."_s);
        QCOMPARE(answer.status, 431);
        QCOMPARE(std::get<QByteArray>(answer.body.at(0)), "Too long.\n");
        QCOMPARE(answer.headers.value("Vary"), "Origin");
        QCOMPARE(answer.headers.value("Cache-Control"), "no-store");
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_Cors)
#include "tst_cors.moc"
