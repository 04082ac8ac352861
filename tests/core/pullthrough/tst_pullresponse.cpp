// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pullresponse.h"
#include "tests/core/pullthrough/pullsamples.h"

#include <QTest>

using namespace r2cache;

namespace {

using Kind = ServePlan::Kind;

const QByteArray tagged = "ETag: \"a\"\nLast-Modified: Sun, 06 Nov 1994 07:00:00 GMT";

QByteArray bodyOf(const Response &response)
{
    QByteArray body;
    for (const auto &part : response.body)
        body += std::get<QByteArray>(part);
    return body;
}

Response answerTo(const RequestHead &request, const StoredResponse &held)
{
    const auto now = sampleTime(7);
    return plannedResponse(held, servePlan(held, request, now), request, {}, now);
}

class tst_PullResponse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plansFollowTheRequest_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<qint64>("begin");
        QTest::addColumn<qint64>("end");
        const auto row = [](const char *name, const QByteArray &request, Kind kind,
                            qint64 begin = 0, qint64 end = 0) {
            QTest::newRow(name) << request << kind << begin << end;
        };
        row("plain", "", Kind::Whole, 0, 10);
        row("range", "Range: bytes=2-3", Kind::Part, 2, 4);
        row("open range", "Range: bytes=8-", Kind::Part, 8, 10);
        row("suffix", "Range: bytes=-3", Kind::Part, 7, 10);
        row("several ranges", "Range: bytes=0-1, 5-6", Kind::Whole, 0, 10);
        row("malformed", "Range: bytes=b-a", Kind::Whole, 0, 10);
        row("behind the end", "Range: bytes=10-", Kind::Unsatisfiable);
        row("If-Range holds", "Range: bytes=2-3\nIf-Range: \"a\"", Kind::Part, 2, 4);
        row("If-Range does not", "Range: bytes=2-3\nIf-Range: \"b\"", Kind::Whole, 0, 10);
        row("If-Range with the date", "Range: bytes=2-3\nIf-Range: Sun, 06 Nov 1994 07:00:00 GMT",
            Kind::Part, 2, 4);
        row("If-None-Match", "If-None-Match: \"b\", \"a\"", Kind::NotModified);
        row("another tag", "If-None-Match: \"b\"", Kind::Whole, 0, 10);
        row("tag before date",
            "If-None-Match: \"b\"\nIf-Modified-Since: Sun, 06 Nov 1994 09:00:00 GMT", Kind::Whole,
            0, 10);
        row("not modified since", "If-Modified-Since: Sun, 06 Nov 1994 07:00:00 GMT",
            Kind::NotModified);
        row("modified since", "If-Modified-Since: Sun, 06 Nov 1994 06:59:59 GMT", Kind::Whole, 0,
            10);
    }
    void plansFollowTheRequest()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const Kind, kind);
        QFETCH(const qint64, begin);
        QFETCH(const qint64, end);
        const auto plan = servePlan(sampleResponse(tagged), requestOf(request), sampleTime(7));
        QCOMPARE(plan.kind, kind);
        QCOMPARE(plan.range, (ByteRange{begin, end}));
    }

    void conditionsAreFor200Alone()
    {
        const auto request = requestOf("If-None-Match: *\nRange: bytes=0-1");
        QCOMPARE(
            servePlan(sampleResponse(tagged, 404), request, sampleTime(7)),
            (ServePlan{Kind::Whole, {0, 10}}));
    }

    void withoutLastModifiedTheDateCounts()
    {
        const auto held = sampleResponse("Date: Sun, 06 Nov 1994 08:49:37 GMT");
        const auto kindFor = [&](const QByteArray &date) {
            return servePlan(held, requestOf("If-Modified-Since: " + date), sampleTime(7)).kind;
        };
        QCOMPARE(kindFor("Sun, 06 Nov 1994 08:49:37 GMT"), Kind::NotModified);
        QCOMPARE(kindFor("Sun, 06 Nov 1994 08:49:36 GMT"), Kind::Whole);
    }

    void aTagThatIsNoneMatchesItself()
    {
        QCOMPARE(
            servePlan(sampleResponse("ETag: abc"), requestOf("If-None-Match: abc"), sampleTime(7))
                .kind,
            Kind::NotModified);
    }

    void aWholeAnswerHasItsAgeAndItsOwnDate()
    {
        const auto answer = answerTo(
            requestOf(), sampleResponse("Date: Sun, 06 Nov 1994 08:49:36 GMT\nAge: 2\nX: y\nX: z"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(bodyOf(answer), "0123456789");
        QCOMPARE(answer.date, "Sun, 06 Nov 1994 08:49:36 GMT");
        QCOMPARE(answer.headers.value("Age").value_or(""), "9");
        QCOMPARE(answer.headers.value("X").value_or(""), "y, z");
        QCOMPARE(answer.headers.value("X-Cache").value_or(""), "HIT");
        QVERIFY(!answer.headers.contains("Date"));
    }

    void anAnswerThatHadNoDateGetsThatOfItsArrival()
    {
        QCOMPARE(answerTo(requestOf(), sampleResponse({})).date, "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    void aPartSaysWhichItIs()
    {
        const auto answer
            = answerTo(requestOf("Range: bytes=2-4"), sampleResponse("Content-Range: nonsense"));
        QCOMPARE(answer.status, 206);
        QCOMPARE(bodyOf(answer), "234");
        QCOMPARE(answer.headers.value("Content-Range").value_or(""), "bytes 2-4/10");
    }

    void aRangeBehindTheEndIs416()
    {
        const auto answer = answerTo(requestOf("Range: bytes=10-"), sampleResponse({}));
        QCOMPARE(answer.status, 416);
        QCOMPARE(answer.headers.value("Content-Range").value_or(""), "bytes */10");
        QCOMPARE(bodyOf(answer), "");
    }

    void a304HasTheFieldsThatItMust()
    {
        const auto answer = answerTo(
            requestOf("If-None-Match: \"a\""), sampleResponse(tagged + "\nX: y\nVary: Z"));
        QCOMPARE(answer.status, 304);
        QVERIFY(answer.headers.contains("ETag") && answer.headers.contains("Vary"));
        QVERIFY(!answer.headers.contains("X"));
        QCOMPARE(bodyOf(answer), "");
    }

    void headTellsTheLength()
    {
        const auto answer = answerTo(requestOf({}, "HEAD"), sampleResponse({}));
        QCOMPARE(answer.headers.value("Content-Length").value_or(""), "10");
        QCOMPARE(bodyOf(answer), "");
    }
};

} // namespace

QTEST_APPLESS_MAIN(tst_PullResponse)
#include "tst_pullresponse.moc"
