// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/contentrange.h"
#include "core/http/multipartbyteranges.h"

#include <QTest>

using namespace r2cache;

namespace {

class tst_ContentRange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOriginsFieldIsReadStrictly_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<bool>("isValid");
        QTest::addColumn<qint64>("begin"); // -1: no range
        QTest::addColumn<qint64>("end");
        QTest::addColumn<qint64>("completeLength");
        const auto good = [](const char *field, qint64 begin, qint64 end, qint64 length) {
            QTest::newRow(field) << QByteArray{field} << true << begin << end << length;
        };
        const auto bad = [](const char *field) {
            QTest::newRow(*field ? field : "empty")
                << QByteArray{field} << false << qint64{0} << qint64{0} << qint64{0};
        };
        // RFC 9110 section 14.4, its own examples
        good("bytes 42-1233/1234", 42, 1234, 1234);
        good("bytes 42-1233/*", 42, 1234, -1);
        good("bytes */1234", -1, -1, 1234);
        good("bytes 0-0/1", 0, 1, 1);
        good("bytes */0", -1, -1, 0);
        good("Bytes 0-1/2", 0, 2, 2); // 14.1: unit names are case-insensitive
        good(
            "bytes 0-9223372036854775805/9223372036854775806", 0, 9223372036854775806,
            9223372036854775806);
        bad("bytes 5-4/10"); // last-pos < first-pos
        bad("bytes 0-10/10"); // complete-length <= last-pos
        bad("bytes 0-0/0");
        bad("bytes */*");
        bad("bytes 0-1");
        bad("bytes 0-1/");
        bad("bytes -1/2");
        bad("bytes 0-/2");
        bad("bytes=0-1/2");
        bad("bytes  0-1/2");
        bad("bytes 0-1/2 ");
        bad("bytes 0 - 1/2");
        bad("bytes 0-1/2/3");
        bad("bytes 0-1-2/3");
        bad("bytes +0-1/2");
        bad("items 0-1/2");
        bad("bytes");
        bad("");
        bad("bytes 0-9223372036854775807/*"); // the end would not fit
        bad("bytes 0-99999999999999999999/*");
        bad("bytes 0-1/99999999999999999999");
        bad("bytes 0-1/2, bytes 2-3/4"); // sent twice
    }
    void anOriginsFieldIsReadStrictly()
    {
        QFETCH(QByteArray, field);
        QFETCH(bool, isValid);
        QFETCH(qint64, begin);
        QFETCH(qint64, end);
        QFETCH(qint64, completeLength);
        const auto result = parseContentRange(field);
        QCOMPARE(result.has_value(), isValid);
        if (!isValid)
            return;
        QCOMPARE(result->completeLength, completeLength);
        QCOMPARE(result->range.has_value(), begin >= 0);
        if (result->range)
            QCOMPARE(*result->range, (ByteRange{begin, end}));
    }

    void whatIsWrittenReadsBack()
    {
        QCOMPARE(contentRangeField({42, 1234}, 1234), "bytes 42-1233/1234");
        QCOMPARE(unsatisfiedContentRangeField(1234), "bytes */1234");
        const ContentRange expected{ByteRange{7, 8}, 9};
        QCOMPARE(parseContentRange(contentRangeField({7, 8}, 9)), expected);
    }

    void aMultipartBodyIsFramedAsTheRfcShows()
    {
        // RFC 9110 section 14.6; framing RFC 2046 section 5.1.1
        const QByteArray video = "0123456789";
        const MultipartByteRanges parts{{{1, 3}, {9, 10}}, "video/mp4", video.size(), "SEPARATOR"};
        QCOMPARE(parts.contentType(), "multipart/byteranges; boundary=SEPARATOR");

        QByteArray body;
        for (size_t i = 0; i < parts.ranges().size(); ++i) {
            const auto range = parts.ranges()[i];
            body += parts.partHead(i) + video.mid(range.begin, range.length());
        }
        body += parts.end();
        QCOMPARE(
            body,
            "--SEPARATOR\r\n"
            "Content-Type: video/mp4\r\n"
            "Content-Range: bytes 1-2/10\r\n"
            "\r\n"
            "12\r\n"
            "--SEPARATOR\r\n"
            "Content-Type: video/mp4\r\n"
            "Content-Range: bytes 9-9/10\r\n"
            "\r\n"
            "9\r\n"
            "--SEPARATOR--\r\n");
        QCOMPARE(parts.contentLength(), body.size());
    }

    void theLengthOfAHugeBodyIsKnownWithoutTheBody()
    {
        const qint64 terabyte = 1'000'000'000'000;
        const MultipartByteRanges parts{
            {{0, terabyte}, {2 * terabyte, 3 * terabyte}}, "video/mp4", 3 * terabyte, "b"};
        const auto frame = parts.partHead(0).size() + parts.partHead(1).size() + parts.end().size();
        QCOMPARE(parts.contentLength(), 2 * terabyte + frame);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_ContentRange)
#include "tst_contentrange.moc"
