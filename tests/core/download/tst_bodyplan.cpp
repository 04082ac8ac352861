// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/bodyplan.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr auto etag = "\"v1\"";

OriginHead headWith(int status, qint64 length = -1, const QByteArray &range = {})
{
    OriginHead head;
    head.status = status;
    head.contentLength = length;
    head.contentRange = range;
    head.etag = etag;
    return head;
}

OriginResult<BodyPlan> plan(const OriginHead &head, const HeldPart &held)
{
    return planBody(head, held, u"https://h/a.mp4"_s, QDateTime::currentDateTimeUtc());
}

const HeldPart nothing;
const HeldPart half{500, 1000, etag};

class tst_BodyPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeAnswerStartsTheObject()
    {
        const auto whole = plan(headWith(200, 1000), nothing);
        QVERIFY(whole);
        QCOMPARE(whole->offset, 0);
        QCOMPARE(whole->total, 1000);
        QVERIFY(!whole->changed);
    }

    void theRestContinuesBehindWhatIsHeld()
    {
        const auto rest = plan(headWith(206, 500, "bytes 500-999/1000"), half);
        QVERIFY(rest);
        QCOMPARE(rest->offset, 500);
        QCOMPARE(rest->total, 1000);
    }

    void theRestTellsALengthThatWasUnknown()
    {
        const auto rest = plan(headWith(206, 500, "bytes 500-999/1000"), HeldPart{500, -1, etag});
        QCOMPARE(rest->total, 1000);
    }

    void aWholeAnswerInPlaceOfTheRestStartsAnew()
    {
        const auto same = plan(headWith(200, 1000), half);
        QCOMPARE(same->offset, 0);
        QVERIFY(!same->changed);
        QVERIFY(plan(headWith(200, 1001), half)->changed);
        auto other = headWith(200, 1000);
        other.etag = "\"v2\"";
        QVERIFY(plan(other, half)->changed);
    }

    void answersThatCannotBeUsedAreErrors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<bool>("resumed");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, int status, const char *range, const char *tag,
                            bool resumed, ErrorCode code) {
            QTest::newRow(name) << status << QByteArray(range) << QByteArray(tag) << resumed
                                << code;
        };
        using E = ErrorCode;
        row("unasked 206", 206, "bytes 0-999/1000", etag, false, E::OriginRejected);
        row("other start", 206, "bytes 499-999/1000", etag, true, E::RangeUnsupported);
        row("no Content-Range", 206, "", etag, true, E::RangeUnsupported);
        row("backwards", 206, "bytes 500-499/1000", etag, true, E::RangeUnsupported);
        row("beyond the end", 206, "bytes 500-1000/1000", etag, true, E::RangeUnsupported);
        row("other ETag", 206, "bytes 500-999/1000", "\"v2\"", true, E::OriginChanged);
        row("other length", 206, "bytes 500-999/1001", etag, true, E::OriginChanged);
        row("416", 416, "bytes */400", etag, true, E::RangeNotSatisfiable);
        row("404", 404, "", "", false, E::OriginNotFound);
        row("410", 410, "", "", true, E::OriginNotFound);
        row("401", 401, "", "", false, E::OriginForbidden);
        row("403", 403, "", "", false, E::OriginForbidden);
        row("408", 408, "", "", false, E::OriginTimeout);
        row("429", 429, "", "", false, E::OriginThrottled);
        row("500", 500, "", "", false, E::OriginRejected);
        row("503", 503, "", "", true, E::OriginThrottled);
        row("204", 204, "", "", false, E::OriginRejected);
        row("304", 304, "", "", false, E::OriginRejected);
    }
    void answersThatCannotBeUsedAreErrors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, range);
        QFETCH(QByteArray, tag);
        QFETCH(bool, resumed);
        auto head = headWith(status, -1, range);
        head.etag = tag;
        const auto planned = plan(head, resumed ? half : nothing);
        QVERIFY(!planned);
        QTEST(planned.error().error.code, "code");
        QVERIFY(planned.error().error.message.contains(u"https://h/a.mp4"));
    }

    void rangesArePlaced_data()
    {
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<qint64>("end"); // -1: an error
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const char *range, const char *tag, bool isKnown,
                            qint64 end, ErrorCode code = ErrorCode::Internal) {
            QTest::newRow(name) << QByteArray(range) << QByteArray(tag) << isKnown << end << code;
        };
        using E = ErrorCode;
        row("as asked", "bytes 500-699/1000", etag, true, 700);
        row("fewer", "bytes 500-599/1000", etag, true, 600);
        row("first contact", "bytes 500-699/1000", etag, false, 700);
        row("without an ETag", "bytes 500-699/1000", "", true, 700);
        row("length not told again", "bytes 500-699/*", etag, true, 700);
        row("whole, without an ETag", "bytes 500-699/700", "", false, 700);
        row("more", "bytes 500-700/1000", etag, true, -1, E::RangeUnsupported);
        row("earlier", "bytes 499-699/1000", etag, true, -1, E::RangeUnsupported);
        row("later", "bytes 501-699/1000", etag, false, -1, E::RangeUnsupported);
        row("no Content-Range", "", etag, true, -1, E::RangeUnsupported);
        row("other ETag", "bytes 500-699/1000", "\"v2\"", true, -1, E::OriginChanged);
        row("other length", "bytes 500-699/1001", etag, true, -1, E::OriginChanged);
        row("length never told", "bytes 500-699/*", etag, false, -1, E::RangeUnsupported);
        row("part, weak ETag", "bytes 500-699/1000", "W/\"v1\"", false, -1, E::RangeUnsupported);
        row("part, no ETag", "bytes 500-699/1000", "", false, -1, E::RangeUnsupported);
    }
    void rangesArePlaced()
    {
        QFETCH(QByteArray, range);
        QFETCH(QByteArray, tag);
        QFETCH(bool, isKnown);
        QFETCH(qint64, end);
        auto head = headWith(206, -1, range);
        head.etag = tag;
        const KnownVersion known{etag, 1000};
        const auto planned
            = planRange(head, {500, 700}, isKnown ? &known : nullptr, u"https://h/a.mp4"_s);
        QCOMPARE(planned.has_value(), end >= 0);
        if (planned)
            QCOMPARE(planned->range, (ByteRange{500, end}));
        else
            QTEST(planned.error().error.code, "code");
    }

    void aRangeThatContradictsItsLengthIsNotTrusted()
    {
        const auto planned = [](qint64 contentLength) {
            auto head = headWith(206, contentLength, "bytes 500-699/1000");
            head.etag = etag;
            return planRange(head, {500, 700}, nullptr, u"https://h/a.mp4"_s);
        };
        QVERIFY(planned(200));
        QVERIFY(planned(-1)); // chunked
        for (const qint64 wrong : {199, 201, 1000})
            QCOMPARE(planned(wrong).error().error.code, ErrorCode::RangeUnsupported);
    }

    void codedBodiesAreRejected()
    {
        auto head = headWith(200, 1000);
        head.contentEncoding = "gzip";
        QCOMPARE(plan(head, nothing).error().error.code, ErrorCode::OriginRejected);
        head.contentEncoding = "Identity";
        QVERIFY(plan(head, nothing));
    }

    void onlyQuotedEtagsAreStrong()
    {
        QVERIFY(isStrongEtag("\"\""));
        QVERIFY(isStrongEtag("\"v1\""));
        QVERIFY(!isStrongEtag("W/\"v1\""));
        QVERIFY(!isStrongEtag("v1"));
        QVERIFY(!isStrongEtag("\""));
        QVERIFY(!isStrongEtag(""));
    }

    void onlySinglePartEtagsAreAnMd5()
    {
        const QByteArray md5("d41d8cd98f00b204e9800998ecf8427e");
        const auto quoted = [](const QByteArray &text) -> QByteArray {
            return '"' + text + '"';
        };
        QCOMPARE(plainMd5(quoted(md5)), md5);
        QCOMPARE(plainMd5(quoted(md5.toUpper())), md5);
        QVERIFY(plainMd5(QByteArray("W/" + quoted(md5))).isEmpty());
        QVERIFY(plainMd5(quoted(md5 + "-3")).isEmpty());
        QVERIFY(plainMd5(quoted(md5.chopped(1) + 'g')).isEmpty());
        QVERIFY(plainMd5(md5).isEmpty());
    }

    void messagesNeverShowASignature()
    {
        const QUrl url(u"https://user:pw@h/a.mp4?X-Amz-Signature=secret#t=3"_s);
        QCOMPARE(shownUrl(url), u"https://h/a.mp4"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_BodyPlan)
#include "tst_bodyplan.moc"
