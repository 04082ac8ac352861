// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/mediaresponse.h"

#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString id = u"0123456789abcdef0123456789abcdef"_s;
constexpr auto etag = "\"0123456789abcdef0123456789abcdef-2\"";
constexpr auto modified = "Mon, 01 Jun 2026 10:00:00 GMT";
constexpr auto before = "Mon, 01 Jun 2026 09:59:59 GMT";
constexpr auto after = "Mon, 01 Jun 2026 10:00:01 GMT";
constexpr qint64 size = 1000;

QDateTime at(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODate);
}

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

class tst_MediaResponse : public QObject
{
    Q_OBJECT

private:
    QTemporaryFile m_temporary;
    QByteArray m_content;
    HostRules m_hosts;
    const QDateTime m_now = at(u"2026-07-01T12:00:00Z"_s);

    EntryFilePtr entry(const std::function<void(EntryRecord &)> &change = {}) const
    {
        EntryRecord record;
        record.id = id;
        record.version = 2;
        record.extension = u"mp4"_s;
        record.sizeBytes = size;
        record.lastModified = modified;
        record.contentType = "application/octet-stream";
        record.createdAt = at(u"2026-06-20T00:00:00Z"_s);
        record.validatedAt = at(u"2026-06-30T12:00:00Z"_s);
        if (change)
            change(record);
        return std::make_shared<EntryFile>(
            record, *OpenFile::open(m_temporary.fileName(), O_RDONLY), m_now);
    }
    Response answerTo(
        const RequestHead &request, const EntryFilePtr &file = {}, bool wasFetched = false) const
    {
        return mediaResponse(request, file ? file : entry(), {m_hosts, m_now, 24h * 7, wasFetched});
    }

    static QByteArray bytesOf(const Response &response)
    {
        QByteArray bytes;
        for (const auto &part : response.body) {
            if (const auto *text = std::get_if<QByteArray>(&part)) {
                bytes += *text;
            } else {
                const auto &window = std::get<FileWindow>(part);
                bytes += *window.file->readAt(window.offset, window.length);
            }
        }
        return bytes;
    }

    /// "206 0-9,20-29": the status and the bytes of the file that are sent.
    static QByteArray written(const Response &response)
    {
        QByteArrayList windows;
        for (const auto &part : response.body) {
            if (const auto *window = std::get_if<FileWindow>(&part))
                windows += QByteArray::number(window->offset) + '-'
                    + QByteArray::number(window->offset + window->length - 1);
        }
        const auto status = QByteArray::number(response.status);
        return windows.isEmpty() ? status : QByteArray(status + ' ' + windows.join(','));
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (qint64 i = 0; i < size; ++i)
            m_content += static_cast<char>(i * 7 % 251);
        QVERIFY(m_temporary.open());
        QCOMPARE(m_temporary.write(m_content), size);
        QVERIFY(m_temporary.flush());
    }

    void requestsAreAnsweredAsTheRfcSays_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QList<QByteArray>>("fields");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, QList<QByteArray> fields, QByteArray expected,
                            QByteArray method = "GET") {
            QTest::newRow(name) << std::move(method) << std::move(fields) << std::move(expected);
        };
        const QByteArray inm = "If-None-Match: ";
        const QByteArray im = "If-Match: ";
        const QByteArray ims = "If-Modified-Since: ";
        const QByteArray ius = "If-Unmodified-Since: ";
        const QByteArray ir = "If-Range: ";
        const QByteArray range = "Range: bytes=10-19";

        row("15.3.1 whole", {}, "200 0-999");
        // Ranges
        row("14.1.2 first bytes", {"Range: bytes=0-99"}, "206 0-99");
        row("14.1.2 one byte", {"Range: bytes=999-999"}, "206 999-999");
        row("14.1.2 open-ended", {"Range: bytes=900-"}, "206 900-999");
        row("14.1.2 everything, open-ended", {"Range: bytes=0-"}, "206 0-999");
        row("14.1.2 suffix", {"Range: bytes=-100"}, "206 900-999");
        row("14.1.2 suffix longer than the file", {"Range: bytes=-5000"}, "206 0-999");
        row("14.1.2 end is clamped", {"Range: bytes=990-5000"}, "206 990-999");
        row("14.2 several", {"Range: bytes=0-9,20-29,-1"}, "206 0-9,20-29,999-999");
        row("14.2 sixteen",
            {"Range: bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,"
             "26-26,28-28,30-30"},
            "206 0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,"
            "30-30");
        row("14.2 seventeen are ignored",
            {"Range: bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,"
             "26-26,28-28,30-30,32-32"},
            "200 0-999");
        row("15.3.7.2 overlapping become one", {"Range: bytes=0-9,5-19"}, "206 0-19");
        row("14.1.1 one that cannot be had is left out", {"Range: bytes=0-9,2000-"}, "206 0-9");
        row("15.5.17 behind the end", {"Range: bytes=1000-"}, "416");
        row("15.5.17 empty suffix", {"Range: bytes=-0"}, "416");
        row("14.2 malformed is ignored", {"Range: bytes=a-b"}, "200 0-999");
        row("14.1.1 backwards is ignored", {"Range: bytes=9-0"}, "200 0-999");
        row("14.2 other unit is ignored", {"Range: frames=0-9"}, "200 0-999");
        row("5.3 two fields are malformed", {"Range: bytes=0-9", "Range: bytes=20-29"},
            "200 0-999");
        row("14.2 HEAD has no ranges", {"Range: bytes=0-99"}, "200 0-999", "HEAD");
        row("14.2 HEAD never gets 416", {"Range: bytes=1000-"}, "200 0-999", "HEAD");
        // If-Range
        row("13.1.5 strong match", {range, ir + etag}, "206 10-19");
        row("13.1.5 other tag", {range, ir + "\"other\""}, "200 0-999");
        row("13.1.5 weak never matches", {range, ir + "W/" + etag}, "200 0-999");
        row("13.1.5 date match", {range, ir + modified}, "206 10-19");
        row("13.1.5 later date is no match", {range, ir + after}, "200 0-999");
        row("13.1.5 earlier date is no match", {range, ir + before}, "200 0-999");
        row("13.1.5 malformed is no match", {range, ir + "yesterday"}, "200 0-999");
        row("13.1.5 without a range", {ir + "\"other\""}, "200 0-999");
        row("13.1.5 turns 416 into 200", {"Range: bytes=5000-", ir + "\"other\""}, "200 0-999");
        // If-None-Match
        row("13.1.2 match", {inm + etag}, "304");
        row("13.1.2 weak match", {inm + "W/" + etag}, "304");
        row("13.1.2 in a list", {inm + "\"a\", " + etag + ", \"b\""}, "304");
        row("13.1.2 in two fields", {inm + "\"a\"", inm + etag}, "304");
        row("13.1.2 any", {inm + "*"}, "304");
        row("13.1.2 no match", {inm + "\"a\""}, "200 0-999");
        row("13.1.2 no match, with range", {inm + "\"a\"", range}, "206 10-19");
        row("13.1.2 match on HEAD", {inm + etag}, "304", "HEAD");
        // If-Match
        row("13.1.1 match", {im + etag}, "200 0-999");
        row("13.1.1 any", {im + "*"}, "200 0-999");
        row("13.1.1 no match", {im + "\"a\""}, "412");
        row("13.1.1 weak never matches", {im + "W/" + etag}, "412");
        row("13.1.1 no match on HEAD", {im + "\"a\""}, "412", "HEAD");
        // dates
        row("13.1.3 not modified", {ims + modified}, "304");
        row("13.1.3 modified", {ims + before}, "200 0-999");
        row("13.1.3 malformed", {ims + "yesterday"}, "200 0-999");
        row("13.1.4 unmodified", {ius + modified}, "200 0-999");
        row("13.1.4 modified", {ius + before}, "412");
        // precedence
        row("13.2.2 If-Match before If-Unmodified-Since", {im + etag, ius + before}, "200 0-999");
        row("13.2.2 If-None-Match before If-Modified-Since", {inm + "\"a\"", ims + after},
            "200 0-999");
        row("13.2.2 412 before 304", {im + "\"a\"", inm + etag}, "412");
        row("13.2.2 304 before a range", {inm + etag, range}, "304");
        row("13.2.2 412 before a range", {ius + before, range}, "412");
        row("13.2.2 304 before 416", {inm + etag, "Range: bytes=5000-"}, "304");
        row("13.2.2 all of them hold",
            {im + etag, ius + modified, inm + "\"a\"", ims + before, range, ir + etag},
            "206 10-19");
    }
    void requestsAreAnsweredAsTheRfcSays()
    {
        QFETCH(QByteArray, method);
        QFETCH(QList<QByteArray>, fields);
        QFETCH(QByteArray, expected);
        const auto answer = answerTo(requestOf(method, fields));
        QCOMPARE(written(answer), expected);

        // What every answer has, and what only some may have.
        const auto &headers = answer.headers;
        QCOMPARE(headers.value("ETag"), etag);
        QCOMPARE(headers.value("Cache-Control"), "no-cache");
        QCOMPARE(headers.value("X-Cache"), "HIT");
        QCOMPARE(headers.value("Cache-Status"), "r2cache; hit; ttl=518400");
        QCOMPARE(headers.value("Vary"), "Origin");
        QCOMPARE(headers.value("Cross-Origin-Resource-Policy"), "cross-origin");
        QCOMPARE(headers.value("X-Content-Type-Options"), "nosniff");
        const bool describes = answer.status == 200 || answer.status == 206;
        QCOMPARE(headers.contains("Content-Type"), answer.status != 304);
        QCOMPARE(headers.contains("Accept-Ranges"), describes || answer.status == 416);
        QCOMPARE(headers.contains("Last-Modified"), describes || answer.status == 416);
        const auto windows = expected.mid(4).split(',');
        const auto contentRange = headers.value("Content-Range");
        if (answer.status == 416) // section 15.5.17
            QCOMPARE(contentRange, "bytes */1000");
        else if (answer.status == 206 && windows.size() == 1) // section 15.3.7.1
            QCOMPARE(contentRange, "bytes " + windows.at(0) + "/1000");
        else // section 15.3.7.2: not on a multipart answer
            QVERIFY(!contentRange);
    }

    void bytesComeFromTheFile()
    {
        QCOMPARE(bytesOf(answerTo(requestOf("GET", {}))), m_content);
        QCOMPARE(
            bytesOf(answerTo(requestOf("GET", {"Range: bytes=123-456"}))),
            m_content.mid(123, 456 - 123 + 1));
    }

    void multipartBodiesAreFramed() // RFC 9110 section 14.6, RFC 2046 section 5.1.1
    {
        const auto answer = answerTo(requestOf("GET", {"Range: bytes=5-14,-10,300-309"}));
        const QByteArray prefix = "multipart/byteranges; boundary=";
        const auto type = *answer.headers.value("Content-Type");
        QVERIFY(type.startsWith(prefix));
        const auto boundary = type.sliced(prefix.size());
        QCOMPARE(boundary.size(), 24);
        const auto part = [&](const char *range, qint64 offset) -> QByteArray {
            return "--" + boundary + "\r\nContent-Type: video/mp4\r\nContent-Range: bytes " + range
                + "/1000\r\n\r\n" + m_content.mid(offset, 10) + "\r\n";
        };
        const QByteArray expected = part("5-14", 5) + part("990-999", 990) + part("300-309", 300)
            + "--" + boundary + "--\r\n";
        QCOMPARE(bytesOf(answer), expected);
        QCOMPARE(answer.bodyLength(), expected.size());
        const auto again = answerTo(requestOf("GET", {"Range: bytes=5-14,-10"}));
        QVERIFY(again.headers.value("Content-Type") != type);
    }

    void theOriginsVideoTypeWins_data()
    {
        QTest::addColumn<QByteArray>("origins");
        QTest::addColumn<QString>("extension");
        QTest::addColumn<QByteArray>("expected");
        const auto row
            = [](const char *name, QByteArray origins, const QString &extension, QByteArray sent) {
                  QTest::newRow(name) << std::move(origins) << extension << std::move(sent);
              };
        row("none", "", u"mp4"_s, "video/mp4");
        row("bytes", "application/octet-stream", u"webm"_s, "video/webm");
        row("page", "text/html", u"mp4"_s, "video/mp4");
        row("video", "video/mp4", u"mov"_s, "video/mp4");
        row("upper case", "Video/MP4", u"mov"_s, "Video/MP4");
        row("parameters", "video/mp4; codecs=\"avc1\"", u"mov"_s, "video/mp4");
        row("line break", "video/mp4\r\nSet-Cookie: a", u"mov"_s, "video/quicktime");
        row("nothing behind the slash", "video/", u"mkv"_s, "video/x-matroska");
        row("list", "video/mp4, text/html", u"mkv"_s, "video/x-matroska");
    }
    void theOriginsVideoTypeWins()
    {
        QFETCH(QByteArray, origins);
        QFETCH(QString, extension);
        const auto file = entry([&](EntryRecord &record) {
            record.contentType = origins;
            record.extension = extension;
        });
        QTEST(*answerTo(requestOf("GET", {}), file).headers.value("Content-Type"), "expected");
    }

    void lastModifiedIsTheOriginsOrTheEntrys_data()
    {
        QTest::addColumn<QByteArray>("origins");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("origin's") << QByteArray(modified) << QByteArray(modified);
        QTest::newRow("old form") << "Monday, 01-Jun-26 10:00:00 GMT"_ba << QByteArray(modified);
        QTest::newRow("none") << QByteArray() << "Sat, 20 Jun 2026 00:00:00 GMT"_ba;
        QTest::newRow("malformed") << "1 June"_ba
                                   << "Sat, 20 Jun 2026 00:00:00 GMT"_ba;
    }
    void lastModifiedIsTheOriginsOrTheEntrys()
    {
        QFETCH(QByteArray, origins);
        QFETCH(QByteArray, expected);
        const auto file = entry([&](EntryRecord &record) { record.lastModified = origins; });
        const auto answer = answerTo(requestOf("GET", {}), file);
        QCOMPARE(answer.headers.value("Last-Modified"), expected);
        const auto again = requestOf("GET", {"If-Modified-Since: " + expected});
        QCOMPARE(answerTo(again, file).status, 304);
    }

    void theCacheSaysHowItCameByTheBytes_data()
    {
        QTest::addColumn<QString>("validatedAt");
        QTest::addColumn<qint64>("ttlMs");
        QTest::addColumn<bool>("wasFetched");
        QTest::addColumn<QByteArray>("xCache");
        QTest::addColumn<QByteArray>("cacheStatus");
        QTest::newRow("fresh") << u"2026-07-01T12:00:00Z"_s << qint64{0} << false << "HIT"_ba
                               << "r2cache; hit; ttl=604800"_ba;
        QTest::newRow("expired") << u"2026-06-24T11:59:00Z"_s << qint64{0} << false << "STALE"_ba
                                 << "r2cache; hit; ttl=-60"_ba;
        QTest::newRow("expires now")
            << u"2026-06-24T12:00:00Z"_s << qint64{0} << false << "STALE"_ba
            << "r2cache; hit; ttl=0"_ba;
        QTest::newRow("its own time")
            << u"2026-07-01T11:59:00Z"_s << qint64{90'000} << false << "HIT"_ba
            << "r2cache; hit; ttl=30"_ba;
        QTest::newRow("fetched") << u"2026-07-01T12:00:00Z"_s << qint64{0} << true << "MISS"_ba
                                 << "r2cache; fwd=uri-miss; stored; ttl=604800"_ba;
    }
    void theCacheSaysHowItCameByTheBytes() // RFC 9211
    {
        QFETCH(QString, validatedAt);
        QFETCH(qint64, ttlMs);
        QFETCH(bool, wasFetched);
        const auto file = entry([&](EntryRecord &record) {
            record.validatedAt = at(validatedAt);
            record.ttlMs = ttlMs;
        });
        const auto answer = answerTo(requestOf("GET", {}), file, wasFetched);
        QTEST(*answer.headers.value("X-Cache"), "xCache");
        QTEST(*answer.headers.value("Cache-Status"), "cacheStatus");
    }

    void webPagesOfOursMayRead_data()
    {
        QTest::addColumn<QList<QByteArray>>("fields");
        QTest::addColumn<int>("status");
        QTest::newRow("200") << QList<QByteArray>{} << 200;
        QTest::newRow("206") << QList<QByteArray>{"Range: bytes=0-1"} << 206;
        QTest::newRow("304") << QList<QByteArray>{"If-None-Match: *"} << 304;
        QTest::newRow("412") << QList<QByteArray>{"If-Match: \"a\""} << 412;
        QTest::newRow("416") << QList<QByteArray>{"Range: bytes=5000-"} << 416;
    }
    void webPagesOfOursMayRead()
    {
        QFETCH(QList<QByteArray>, fields);
        fields.append("Origin: http://localhost:3000");
        const auto answer = answerTo(requestOf("GET", fields));
        QTEST(answer.status, "status");
        QCOMPARE(answer.headers.value("Access-Control-Allow-Origin"), "http://localhost:3000");
        QCOMPARE(
            answer.headers.value("Access-Control-Expose-Headers"),
            "Content-Length, Content-Range, Accept-Ranges, ETag");
    }

    void theAnswerKeepsTheFileOpen()
    {
        auto file = entry();
        const auto answer = answerTo(requestOf("GET", {}), file);
        const std::weak_ptr<const EntryFile> watched = file;
        file.reset();
        QVERIFY(!watched.expired());
        QCOMPARE(bytesOf(answer), m_content);
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_MediaResponse)
#include "tst_mediaresponse.moc"
