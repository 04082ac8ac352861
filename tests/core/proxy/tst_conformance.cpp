// SPDX-License-Identifier: GPL-3.0-or-later

// What RFC 9110, 9111 and 9112 and the Fetch standard say about a GET of a file, over real sockets:
// each row names its section. How ranges and conditions are judged in every corner is tested with
// the pure rules (tests/core/http); these rows hold what a client sees of them.

#include "core/http/httpdate.h"
#include "tests/core/proxy/mediafixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QByteArray content = "0123456789abcdef";
const QByteArray later = "Fri, 31 Dec 2060 23:59:59 GMT";
const QByteArray earlier = "Sat, 01 Jan 2000 00:00:00 GMT";

class tst_Conformance : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<MediaFixture> m_media;
    QByteArray m_etag;
    QByteArray m_lastModified;

    /// "{etag}" and "{modified}" are what the server said of the video before.
    QByteArray filled(QByteArray text) const
    {
        return text.replace("{etag}", m_etag).replace("{modified}", m_lastModified);
    }

    /// One of the lines "Name: value", "Name" (there) or "!Name" (not there).
    bool holds(const RawClient::Answer &answer, const QByteArray &line) const
    {
        if (line.startsWith('!'))
            return !answer.headers.value(QByteArrayView(line).sliced(1));
        const auto colon = line.indexOf(": ");
        if (colon < 0)
            return answer.headers.value(line).has_value();
        return answer.headers.value(QByteArrayView(line).first(colon))
            == filled(line.sliced(colon + 2));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_media = std::make_unique<MediaFixture>();
        m_media->add(1, content);
        const auto answer = RawClient(m_media->port()).ask(get(MediaFixture::pathOf(1)));
        QCOMPARE(answer.status, 200);
        m_etag = answer.field("ETag");
        m_lastModified = answer.field("Last-Modified");
        // RFC 9110 section 8.8.3: a strong validator is quoted and has no W/.
        QVERIFY(m_etag.startsWith('"') && m_etag.endsWith('"') && m_etag.size() > 2);
        QVERIFY(parseHttpDate(m_lastModified, QDateTime::currentDateTimeUtc()));
    }
    void cleanupTestCase() { m_media.reset(); }

    void row_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QList<QByteArray>>("expected");
        using Lines = QList<QByteArray>;
        const auto row = [](const char *name, const QByteArray &method, const QByteArray &fields,
                            int status, const QByteArray &body, const Lines &expected = {}) {
            QTest::newRow(name) << method << fields << status << body << expected;
        };
        const auto get = [&](const char *name, const QByteArray &fields, int status,
                             const QByteArray &body, const Lines &expected = {}) {
            row(name, "GET", fields, status, body, expected);
        };

        // Whole answers
        get("9110 9.3.1 GET", "", 200, content,
            {"Content-Length: 16", "Content-Type: video/mp4", "Accept-Ranges: bytes",
             "ETag: {etag}", "Last-Modified: {modified}", "!Content-Range", "!Transfer-Encoding",
             "!Content-Encoding"});
        row("9110 9.3.2 HEAD", "HEAD", "", 200, "",
            {"Content-Length: 16", "Content-Type: video/mp4", "ETag: {etag}", "!Content-Range"});
        row("9110 14.2 Range is for GET only", "HEAD", "Range: bytes=0-3\r\n", 200, "",
            {"Content-Length: 16", "!Content-Range"});
        row("9110 9.3.7 OPTIONS", "OPTIONS", "", 204, "", {"Allow: GET, HEAD, OPTIONS"});
        row("9110 15.5.6 other methods", "DELETE", "", 405, "*", {"Allow"});
        get("9110 6.6.1 Date", "", 200, content, {"Date"});
        get("9111 5.2.2.4 no-cache", "", 200, content, {"Cache-Control: no-cache"});
        get("9110 12.5.5 Vary", "", 200, content, {"Vary: Origin"});
        get("9211 Cache-Status", "", 200, content, {"Cache-Status", "X-Cache: HIT"});
        get("9110 12.5.3 identity only", "Accept-Encoding: gzip, br\r\n", 200, content,
            {"!Content-Encoding"});

        // Ranges
        get("9110 14.1.2 first bytes", "Range: bytes=0-3\r\n", 206, "0123",
            {"Content-Range: bytes 0-3/16", "Content-Length: 4", "ETag: {etag}"});
        get("9110 14.1.2 open end", "Range: bytes=12-\r\n", 206, "cdef",
            {"Content-Range: bytes 12-15/16"});
        get("9110 14.1.2 suffix", "Range: bytes=-4\r\n", 206, "cdef",
            {"Content-Range: bytes 12-15/16"});
        get("9110 14.1.2 suffix longer than all", "Range: bytes=-99\r\n", 206, content,
            {"Content-Range: bytes 0-15/16"});
        get("9110 14.1.2 end clamped", "Range: bytes=10-99\r\n", 206, "abcdef",
            {"Content-Range: bytes 10-15/16"});
        get("9110 14.1.2 one byte", "Range: bytes=15-15\r\n", 206, "f",
            {"Content-Range: bytes 15-15/16"});
        get("9110 14.1 unit in any case", "Range: BYTES=0-0\r\n", 206, "0");
        get("9110 15.5.17 beyond the end", "Range: bytes=16-\r\n", 416, "*",
            {"Content-Range: bytes */16"});
        get("9110 15.5.17 suffix of nothing", "Range: bytes=-0\r\n", 416, "*",
            {"Content-Range: bytes */16"});
        get("9110 14.2 unknown unit ignored", "Range: seconds=0-1\r\n", 200, content);
        get("9110 14.2 backwards ignored", "Range: bytes=4-2\r\n", 200, content);
        get("9110 14.2 no number ignored", "Range: bytes=a-b\r\n", 200, content);
        get("9110 14.2 not one range ignored", "Range: bytes=\r\n", 200, content);
        get("9110 14.2 beyond 64 bits", "Range: bytes=0-99999999999999999999\r\n", 206, content,
            {"Content-Range: bytes 0-15/16"});
        get("9110 15.3.7.2 several", "Range: bytes=0-1,14-15\r\n", 206, "*", {"!Content-Range"});
        get("9110 15.3.7.2 several that are one", "Range: bytes=0-3,4-7\r\n", 206, "01234567",
            {"Content-Range: bytes 0-7/16"});
        get("9110 15.3.7.2 one of several", "Range: bytes=20-30,0-1\r\n", 206, "01",
            {"Content-Range: bytes 0-1/16"});
        get("9110 14.2 too many ignored",
            "Range: bytes=" + QByteArray("0-0,2-2,").repeated(9).chopped(1) + "\r\n", 200, content);

        // Conditions, in the order of RFC 9110 section 13.2.2
        get("9110 13.1.1 If-Match holds", "If-Match: {etag}\r\n", 200, content);
        get("9110 13.1.1 If-Match any", "If-Match: *\r\n", 200, content);
        get("9110 13.1.1 If-Match fails", "If-Match: \"x\"\r\n", 412, "*");
        get("9110 13.1.1 compared strongly", "If-Match: W/{etag}\r\n", 412, "*");
        get("9110 13.1.2 If-None-Match", "If-None-Match: {etag}\r\n", 304, "",
            {"ETag: {etag}", "Vary: Origin", "Cache-Control: no-cache"});
        get("9110 13.1.2 in a list", "If-None-Match: \"x\", {etag}\r\n", 304, "");
        get("9110 13.1.2 compared weakly", "If-None-Match: W/{etag}\r\n", 304, "");
        get("9110 13.1.2 another", "If-None-Match: \"x\"\r\n", 200, content);
        get("9110 13.1.3 If-Modified-Since", "If-Modified-Since: {modified}\r\n", 304, "");
        get("9110 13.1.3 modified", "If-Modified-Since: " + earlier + "\r\n", 200, content);
        get("9110 13.1.3 no date ignored", "If-Modified-Since: yesterday\r\n", 200, content);
        get("9110 13.1.3 ignored beside If-None-Match",
            "If-None-Match: \"x\"\r\nIf-Modified-Since: " + later + "\r\n", 200, content);
        get("9110 13.1.4 If-Unmodified-Since", "If-Unmodified-Since: {modified}\r\n", 200, content);
        get("9110 13.1.4 fails", "If-Unmodified-Since: " + earlier + "\r\n", 412, "*");
        get("9110 13.1.4 ignored beside If-Match",
            "If-Match: {etag}\r\nIf-Unmodified-Since: " + earlier + "\r\n", 200, content);
        get("9110 13.2.2 a 304 comes before a range",
            "If-None-Match: {etag}\r\nRange: bytes=0-3\r\n", 304, "");
        get("9110 13.1.5 If-Range holds", "If-Range: {etag}\r\nRange: bytes=0-3\r\n", 206, "0123");
        get("9110 13.1.5 If-Range fails", "If-Range: \"x\"\r\nRange: bytes=0-3\r\n", 200, content);
        get("9110 13.1.5 compared strongly", "If-Range: W/{etag}\r\nRange: bytes=0-3\r\n", 200,
            content);
        get("9110 13.1.5 an older date", "If-Range: " + earlier + "\r\nRange: bytes=0-3\r\n", 200,
            content);
        get("9110 13.1.5 fails before 416", "If-Range: \"x\"\r\nRange: bytes=99-\r\n", 200,
            content);

        // Across origins (Fetch standard, section 3.2)
        get("Fetch 3.2.3 of a page at home", "Origin: http://localhost:3000\r\n", 200, content,
            {"Access-Control-Allow-Origin: http://localhost:3000", "Vary: Origin",
             "Access-Control-Expose-Headers", "Cross-Origin-Resource-Policy: cross-origin"});
        get("Fetch 3.2.3 of a stranger", "Origin: https://evil.example\r\n", 200, content,
            {"!Access-Control-Allow-Origin", "Vary: Origin"});
        row("Fetch 3.2.2 preflight", "OPTIONS",
            "Origin: http://localhost:3000\r\nAccess-Control-Request-Method: GET\r\n"
            "Access-Control-Request-Headers: range\r\n",
            204, "",
            {"Access-Control-Allow-Origin: http://localhost:3000", "Access-Control-Allow-Methods",
             "Access-Control-Allow-Headers"});

        // The connection
        get("9112 9.6 close", "Connection: close\r\n", 200, content, {"Connection: close"});
        get("9110 7.6.1 keep-alive without a word", "", 200, content, {"!Connection"});
    }

    void row()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, fields);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const QList<QByteArray>, expected);
        RawClient client(m_media->port());
        QVERIFY(client.send(
            method + ' ' + MediaFixture::pathOf(1) + " HTTP/1.1\r\nHost: localhost\r\n"
            + filled(fields) + "\r\n"));
        const auto answer = client.readAnswer(method == "HEAD");
        QCOMPARE(answer.status, status);
        if (body != "*")
            QCOMPARE(answer.body, body);
        for (const auto &line : expected)
            QVERIFY2(holds(answer, line), QByteArray(line + " in\n" + answer.head).constData());
        // RFC 9110 section 8.6: no length where there is no content.
        if (status == 204 || status == 304)
            QVERIFY(!answer.headers.value("Transfer-Encoding"));
    }

    void oldClientsAreClosed() // RFC 9112 section 9.3
    {
        RawClient client(m_media->port());
        const auto answer
            = client.ask("GET " + MediaFixture::pathOf(1) + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, content);
        QVERIFY(client.isClosedByServer());
    }

    void aPipelineIsAnsweredInOrder() // RFC 9112 section 9.3.2
    {
        RawClient client(m_media->port());
        QByteArray requests;
        for (char digit = '0'; digit <= '9'; ++digit) {
            requests += get(
                MediaFixture::pathOf(1),
                QByteArray("Range: bytes=") + digit + '-' + digit + "\r\n");
        }
        QVERIFY(client.send(requests));
        for (char digit = '0'; digit <= '9'; ++digit)
            QCOMPARE(client.readAnswer().body, QByteArray(1, digit));
    }

    void strangersByNameAreRefused() // RFC 9110 section 7.2; DNS rebinding
    {
        RawClient client(m_media->port());
        const auto answer = client.ask(
            "GET " + MediaFixture::pathOf(1) + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        QCOMPARE(answer.status, 403);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Conformance)
#include "tst_conformance.moc"
