// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/headparser.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// What scanning and parsing say of @p bytes: 200, the status of the refusal, or 0: incomplete.
int verdict(const QByteArray &bytes)
{
    HeadScanner scanner(4096);
    const auto length = scanner.scan(bytes);
    if (!length)
        return length.error().status;
    if (*length == 0)
        return 0;
    const auto parsed = parseHead(QByteArrayView(bytes).first(*length));
    return parsed ? 200 : parsed.error().status;
}

QByteArray withFields(const QByteArray &fields)
{
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

class tst_HeadParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesHeads_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &head, int status) {
            QTest::newRow(name) << head << status;
        };
        const QByteArray host = "Host: a\r\n\r\n";

        // RFC 9112 section 2.2, 3: lines and the request line
        row("plain", "GET / HTTP/1.1\r\n" + host, 200);
        row("incomplete", "GET / HTTP/1.1\r\nHost: a\r\n", 0);
        row("bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400);
        row("bare LF after fields", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400);
        row("only LF", "G\n", 400);
        row("bare CR in a field", withFields("X: a\rb\r\n"), 400);
        row("bare CR in the target", "GET /\r HTTP/1.1\r\n" + host, 400);
        row("two spaces", "GET  / HTTP/1.1\r\n" + host, 400);
        row("tab", "GET\t/ HTTP/1.1\r\n" + host, 400);
        row("space in the target", "GET /a b HTTP/1.1\r\n" + host, 400);
        row("no target", "GET HTTP/1.1\r\n" + host, 400);
        row("no version", "GET /\r\n" + host, 400);
        row("trailing space", "GET / HTTP/1.1 \r\n" + host, 400);
        row("method with slash", "GE/T / HTTP/1.1\r\n" + host, 400);
        row("own method", "PURGE / HTTP/1.1\r\n" + host, 200);
        row("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 29), 400);
        row("fragment", "GET /a#b HTTP/1.1\r\n" + host, 400);
        row("UTF-8", "GET /\xc3\xbc HTTP/1.1\r\n" + host, 200);
        row("TLS", QByteArray("\x16\x03\x01\x02", 4), 400);
        row("leading space", " GET / HTTP/1.1\r\n" + host, 400);

        // RFC 9112 section 2.3, RFC 9110 section 2.5: version
        row("1.0", "GET / HTTP/1.0\r\n\r\n", 200);
        row("1.2 is answered as 1.1", "GET / HTTP/1.2\r\n" + host, 200);
        row("2.0", "GET / HTTP/2.0\r\n" + host, 505);
        row("9.9", "GET / HTTP/9.9\r\n" + host, 505);
        row("0.9", "GET / HTTP/0.9\r\n" + host, 505);
        row("lower case", "GET / http/1.1\r\n" + host, 400);
        row("1.10", "GET / HTTP/1.10\r\n" + host, 400);
        row("no number", "GET / HTTP/x.y\r\n" + host, 400);

        // RFC 9112 section 3.2: Host and the forms of the target
        row("no Host", "GET / HTTP/1.1\r\n\r\n", 400);
        row("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400);
        row("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400);
        row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 200);
        row("IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:3001\r\n\r\n", 200);
        row("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
        row("Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400);
        row("Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400);
        row("absolute-form", "GET http://a/x HTTP/1.1\r\n" + host, 200);
        row("absolute-form, upper case", "GET HTTP://A/x HTTP/1.1\r\n" + host, 200);
        row("absolute-form, other host", "GET http://b/x HTTP/1.1\r\n" + host, 400);
        row("absolute-form, user", "GET http://a@a/x HTTP/1.1\r\n" + host, 400);
        row("absolute-form, https", "GET https://a/x HTTP/1.1\r\n" + host, 400);
        row("absolute-form, empty", "GET http:// HTTP/1.1\r\nHost:\r\n\r\n", 400);
        row("authority-form", "CONNECT a:80 HTTP/1.1\r\n" + host, 400);
        row("asterisk", "OPTIONS * HTTP/1.1\r\n" + host, 200);
        row("asterisk with GET", "GET * HTTP/1.1\r\n" + host, 400);
        row("no slash", "GET a HTTP/1.1\r\n" + host, 400);

        // RFC 9112 section 5: fields
        row("no colon", withFields("abc\r\n"), 400);
        row("space before the colon", withFields("X : a\r\n"), 400);
        row("empty name", withFields(": a\r\n"), 400);
        row("obs-fold", withFields("X: a\r\n b\r\n"), 400);
        row("obs-fold at once", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400);
        row("NUL in a value", withFields(QByteArray("X: a\0b\r\n", 8)), 400);
        row("control character", withFields("X: a\x01\r\n"), 400);
        row("DEL", withFields("X: a\x7f\r\n"), 400);
        row("tab in a value", withFields("X: a\tb\r\n"), 200);
        row("Latin-1 in a value", withFields("X: \xe4\r\n"), 200);
        row("empty value", withFields("X:\r\n"), 200);

        // RFC 9112 section 6: framing
        row("length", withFields("Content-Length: 5\r\n"), 200);
        row("length with white space", withFields("Content-Length:  5 \r\n"), 200);
        row("length twice", withFields("Content-Length: 5\r\nContent-Length: 5\r\n"), 400);
        row("lengths differ", withFields("Content-Length: 5\r\nContent-Length: 6\r\n"), 400);
        row("length list", withFields("Content-Length: 5, 5\r\n"), 400);
        row("length with sign", withFields("Content-Length: +5\r\n"), 400);
        row("negative length", withFields("Content-Length: -5\r\n"), 400);
        row("hexadecimal length", withFields("Content-Length: 0x5\r\n"), 400);
        row("empty length", withFields("Content-Length:\r\n"), 400);
        row("length of 30 digits", withFields("Content-Length: " + QByteArray(30, '9') + "\r\n"),
            200); // valid; its size is judged by the reader
        row("chunked", withFields("Transfer-Encoding: Chunked\r\n"), 200);
        row("chunked and length", withFields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
            400);
        row("chunked twice", withFields("Transfer-Encoding: chunked, chunked\r\n"), 400);
        row("chunked in two fields",
            withFields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
        row("chunked behind an empty field",
            withFields("Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n"), 400);
        row("chunked in a list with nothing", withFields("Transfer-Encoding: ,chunked\r\n"), 400);
        row("empty coding", withFields("Transfer-Encoding:\r\n"), 400);
        row("gzip", withFields("Transfer-Encoding: gzip, chunked\r\n"), 501);
        row("identity", withFields("Transfer-Encoding: identity\r\n"), 501);
        row("xchunked", withFields("Transfer-Encoding: xchunked\r\n"), 501);
        row("vertical tab before chunked", withFields("Transfer-Encoding: \vchunked\r\n"), 400);
        row("chunked in 1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            400);

        // RFC 9110 section 10.1.1, RFC 6585 section 5
        row("expectation", withFields("Expect: 100-Continue\r\n"), 200);
        row("unknown expectation", withFields("Expect: gold\r\n"), 417);
        row("too long", withFields("X: " + QByteArray(5000, 'a') + "\r\n"), 431);
        row("too long without an end", "GET /" + QByteArray(5000, 'a'), 431);
        QByteArray many;
        for (int i = 0; i < 200; ++i)
            many += "X: a\r\n";
        row("too many fields", withFields(many), 431);
    }
    void judgesHeads()
    {
        QFETCH(QByteArray, head);
        QTEST(verdict(head), "status");
    }

    void splitsTheTargetWithoutDecodingIt_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("query");
        const auto row = [](const char *target, const char *path, const char *query) {
            QTest::newRow(target) << QByteArray(target) << QByteArray(path) << QByteArray(query);
        };
        row("/", "/", "");
        row("/a%2Fb/../c?x=%20&y", "/a%2Fb/../c", "x=%20&y");
        row("/a?", "/a", "");
        row("/a?b?c", "/a", "b?c");
        row("//evil/a", "//evil/a", "");
        row("http://host:1/a?b", "/a", "b");
        row("http://host:1", "/", "");
        row("http://host:1?b=/c", "/", "b=/c");
    }
    void splitsTheTargetWithoutDecodingIt()
    {
        QFETCH(QByteArray, target);
        const auto parsed
            = parseHead(QByteArray("GET " + target + " HTTP/1.1\r\nHost: host:1\r\n\r\n"));
        QVERIFY(parsed);
        QTEST(parsed->head.path, "path");
        QTEST(parsed->head.query, "query");
    }

    void knowsWhetherTheConnectionStays_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("connection");
        QTest::addColumn<bool>("keepAlive");
        QTest::newRow("1.1") << QByteArray("1.1") << QByteArray("") << true;
        QTest::newRow("1.1 close") << QByteArray("1.1") << QByteArray("Close") << false;
        QTest::newRow("1.1 list") << QByteArray("1.1") << QByteArray("x , close") << false;
        QTest::newRow("1.0") << QByteArray("1.0") << QByteArray("") << false;
        QTest::newRow("1.0 stays") << QByteArray("1.0") << QByteArray("Keep-Alive") << true;
        QTest::newRow("close wins")
            << QByteArray("1.0") << QByteArray("keep-alive, close") << false;
    }
    void knowsWhetherTheConnectionStays()
    {
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, connection);
        const QByteArray head
            = "GET / HTTP/" + version + "\r\nHost: a\r\nConnection: " + connection + "\r\n\r\n";
        const auto parsed = parseHead(head);
        QVERIFY(parsed);
        QTEST(parsed->keepAlive, "keepAlive");
    }

    void ignoresTheExpectationOfAnOldClient() // RFC 9110 section 10.1.1
    {
        const auto parsed = parseHead("POST / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n");
        QVERIFY(parsed);
        QVERIFY(!parsed->expectsContinue);
    }

    void namesCompareWithoutCase()
    {
        Headers headers = {{"ETag", "a"}, {"Vary", "Origin"}, {"VARY", "Range"}};
        QCOMPARE(headers.value("vary").value(), "Origin, Range");
        QVERIFY(headers.contains("etag"));
        QVERIFY(!headers.value("Age"));
        headers.set("vary", "*");
        QCOMPARE(headers.value("Vary").value(), "*");
        QCOMPARE(headers.fields().size(), std::size_t(2));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HeadParser)
#include "tst_headparser.moc"
