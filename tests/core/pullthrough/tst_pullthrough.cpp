// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/pullthrough/pullfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray digits = "0123456789";

/// Like an origin that knows ranges: 200, 206 or 304 of the ten digits.
Response rangesOf(const Request &request, const QByteArray &lines)
{
    const auto range = request.headers.value("Range").value_or("");
    const auto asked = QByteArray(range).replace("bytes=", "").split('-');
    if (asked.size() != 2)
        return originAnswer(digits, lines);
    const auto begin = asked[0].toInt();
    const auto end = asked[1].isEmpty() ? digits.size() : asked[1].toInt() + 1;
    const auto part = digits.sliced(begin, end - begin);
    return originAnswer(
        part,
        lines + "\nContent-Range: bytes " + QByteArray::number(begin) + '-'
            + QByteArray::number(end - 1) + "/10",
        206);
}

QByteArray field(const Request &request, QByteArrayView name)
{
    return request.headers.value(name).value_or("-");
}

class tst_PullThrough : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFreshAnswerIsServedAgain()
    {
        PullFixture proxy([](const Request &) {
            return originAnswer(digits, "Cache-Control: max-age=60\nA: 1");
        });
        const auto first = proxy.fetch("/a?x=1", "A: b\r\n");
        QCOMPARE(first.status, 200);
        QCOMPARE(first.body, digits);
        QCOMPARE(first.field("X-Cache"), "MISS");
        QCOMPARE(field(proxy.asked().front(), "A"), "b");
        QCOMPARE(proxy.asked().front().path + '?' + proxy.asked().front().query, "/a?x=1");
        QVERIFY(field(proxy.asked().front(), "Via").startsWith("1.1 r2cache"));
        QCOMPARE(field(proxy.asked().front(), "Accept-Encoding"), "identity");

        proxy.clock.advance(59s);
        const auto second = proxy.fetch("/a?x=1");
        QCOMPARE(second.body, digits);
        QCOMPARE(second.field("X-Cache"), "HIT");
        QCOMPARE(second.field("Age"), "59");
        QCOMPARE(second.field("A"), "1");
        QCOMPARE(second.field("Date"), first.field("Date"));
        QCOMPARE(proxy.askedCount(), 1);

        proxy.clock.advance(1s);
        QCOMPARE(proxy.fetch("/a?x=1").field("X-Cache"), "MISS");
        QCOMPARE(proxy.fetch("/a?x=2").field("X-Cache"), "MISS");
        QCOMPARE(proxy.askedCount(), 3);
    }

    void a304FreshensWhatIsHeld()
    {
        PullFixture proxy([](const Request &request) {
            if (request.headers.value("If-None-Match") == "\"e\"")
                return originAnswer({}, "Cache-Control: max-age=30\nETag: \"e\"\nA: 2", 304);
            return originAnswer(digits, "Cache-Control: max-age=10\nETag: \"e\"\nA: 1\nB: 1");
        });
        proxy.fetch("/a");
        proxy.clock.advance(20s);
        const auto validated = proxy.fetch("/a");
        QCOMPARE(validated.status, 200);
        QCOMPARE(validated.body, digits);
        QCOMPARE(validated.field("A"), "2");
        QCOMPARE(validated.field("B"), "1");
        QCOMPARE(validated.field("Age"), "0");
        proxy.clock.advance(29s);
        QCOMPARE(proxy.fetch("/a").field("Age"), "29");
        QCOMPARE(proxy.askedCount(), 2);
        // The client's own condition is judged after the validation.
        proxy.clock.advance(20s);
        QCOMPARE(proxy.fetch("/a", "If-None-Match: \"e\"\r\n").status, 304);
        QCOMPARE(proxy.askedCount(), 3);
    }

    void a304ToTheClientsOwnConditionIsPassedOn()
    {
        PullFixture proxy([](const Request &) { return originAnswer({}, "ETag: \"e\"", 304); });
        QCOMPARE(proxy.fetch("/a", "If-None-Match: \"e\"\r\n").status, 304);
        QCOMPARE(field(proxy.asked().front(), "If-None-Match"), "\"e\"");
    }

    void a304ThatNamesAnotherVersionIsNotBelieved()
    {
        PullFixture proxy([](const Request &request) {
            if (request.headers.contains("If-None-Match"))
                return originAnswer({}, "ETag: \"other\"", 304);
            return originAnswer(digits, "Cache-Control: max-age=10\nETag: \"e\"");
        });
        proxy.fetch("/a");
        proxy.clock.advance(20s);
        QCOMPARE(proxy.fetch("/a").body, digits);
        QCOMPARE(proxy.askedCount(), 3);
        QCOMPARE(field(proxy.asked().back(), "If-None-Match"), "-");
    }

    void rangesAreServedFromAWhole()
    {
        PullFixture proxy(
            [](const Request &) { return originAnswer(digits, "Cache-Control: max-age=60"); });
        proxy.fetch("/a");
        const auto part = proxy.fetch("/a", "Range: bytes=-3\r\n");
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, "789");
        QCOMPARE(part.field("Content-Range"), "bytes 7-9/10");
        QCOMPARE(proxy.fetch("/a", "Range: bytes=10-\r\n").status, 416);
        QCOMPARE(proxy.askedCount(), 1);
    }

    void partsAreServedJoinedAndCompleted()
    {
        PullFixture proxy([](const Request &request) {
            return rangesOf(request, "Cache-Control: max-age=60\nETag: \"e\"");
        });
        const auto first = proxy.fetch("/a", "Range: bytes=4-6\r\n");
        QCOMPARE(first.status, 206);
        QCOMPARE(first.body, "456");
        QCOMPARE(first.field("Content-Range"), "bytes 4-6/10");
        // What is here of it: no request.
        QCOMPARE(proxy.fetch("/a", "Range: bytes=5-6\r\n").body, "56");
        QCOMPARE(proxy.askedCount(), 1);
        // A range that reaches beyond it: the missing bytes alone.
        const auto joined = proxy.fetch("/a", "Range: bytes=5-7\r\n");
        QCOMPARE(joined.status, 206);
        QCOMPARE(joined.body, "567");
        QCOMPARE(joined.field("X-Cache"), "PARTIAL");
        QCOMPARE(field(proxy.asked().back(), "Range"), "bytes=7-7");
        QCOMPARE(field(proxy.asked().back(), "If-Range"), "\"e\"");
        // The whole: both gaps in one request, which ends where the last gap does.
        const auto whole = proxy.fetch("/a");
        QCOMPARE(whole.status, 200);
        QCOMPARE(whole.body, digits);
        QVERIFY(!whole.headers.contains("Content-Range"));
        QCOMPARE(field(proxy.asked().back(), "Range"), "bytes=0-");
        QCOMPARE(proxy.fetch("/a", "Range: bytes=0-9\r\n").body, digits);
        QCOMPARE(proxy.askedCount(), 3);
    }

    void theRestIsAskedForToTheEnd()
    {
        PullFixture proxy([](const Request &request) {
            return rangesOf(request, "Cache-Control: max-age=60\nETag: \"e\"");
        });
        proxy.fetch("/a", "Range: bytes=0-4\r\n");
        QCOMPARE(proxy.fetch("/a").body, digits);
        QCOMPARE(field(proxy.asked().back(), "Range"), "bytes=5-");
    }

    void partsOfAnotherVersionAreNotJoined()
    {
        PullFixture proxy([](const Request &request) {
            // Ignores If-Range, as it must not.
            return rangesOf(
                request,
                "Cache-Control: max-age=60\nETag: \""
                    + request.headers.value("Range").value_or("whole") + '"');
        });
        proxy.fetch("/a", "Range: bytes=0-4\r\n");
        const auto whole = proxy.fetch("/a");
        QCOMPARE(whole.status, 200);
        QCOMPARE(whole.body, digits);
        QCOMPARE(whole.field("ETag"), "\"whole\"");
        QCOMPARE(proxy.askedCount(), 3);
    }

    void partsWithoutAStrongValidatorAreNotCompleted()
    {
        PullFixture proxy([](const Request &request) {
            return rangesOf(request, "Cache-Control: max-age=60\nETag: W/\"e\"");
        });
        proxy.fetch("/a", "Range: bytes=0-4\r\n");
        QCOMPARE(proxy.fetch("/a", "Range: bytes=1-2\r\n").body, "12"); // one answer's own bytes
        QCOMPARE(proxy.askedCount(), 1);
        QCOMPARE(proxy.fetch("/a").body, digits);
        QCOMPARE(proxy.askedCount(), 2);
        QCOMPARE(field(proxy.asked().back(), "Range"), "-");
    }

    void variantsAreKeptApart()
    {
        PullFixture proxy([](const Request &request) {
            return originAnswer(
                request.headers.value("Foo").value_or("none"),
                "Cache-Control: max-age=60\nVary: Foo");
        });
        QCOMPARE(proxy.fetch("/a", "Foo: 1\r\n").body, "1");
        QCOMPARE(proxy.fetch("/a", "Foo: 2\r\n").body, "2");
        QCOMPARE(proxy.fetch("/a").body, "none");
        QCOMPARE(proxy.fetch("/a", "Foo: 1\r\n").body, "1");
        QCOMPARE(proxy.fetch("/a").field("X-Cache"), "HIT");
        QCOMPARE(proxy.askedCount(), 3);
    }

    void headIsAnsweredFromWhatIsFreshAndUpdatesWhatIsStale()
    {
        PullFixture proxy([](const Request &request) {
            return originAnswer(
                digits,
                "ETag: \"e\"\nCache-Control: max-age="
                    + QByteArray(request.method == "HEAD" ? "100" : "10"));
        });
        proxy.fetch("/a");
        QCOMPARE(proxy.fetch("/a", {}, "HEAD").field("Content-Length"), "10");
        QCOMPARE(proxy.askedCount(), 1);
        proxy.clock.advance(20s);
        QCOMPARE(proxy.fetch("/a", {}, "HEAD").status, 200);
        QCOMPARE(proxy.asked().back().method, "HEAD");
        proxy.clock.advance(50s);
        QCOMPARE(proxy.fetch("/a").body, digits);
        QCOMPARE(proxy.askedCount(), 2);
    }

    void headThatTellsOfAnotherVersionEndsTheOldOne()
    {
        PullFixture proxy([](const Request &request) {
            return originAnswer(
                digits,
                request.method == "HEAD" ? "ETag: \"new\""
                                         : "ETag: \"e\"\nCache-Control: max-age=10");
        });
        proxy.fetch("/a");
        proxy.clock.advance(20s);
        proxy.fetch("/a", {}, "HEAD");
        proxy.fetch("/a");
        QCOMPARE(field(proxy.asked().back(), "If-None-Match"), "-");
    }

    void equalRequestsAreAskedOnce()
    {
        PullFixture proxy(
            [](const Request &) { return originAnswer(digits, "Cache-Control: max-age=60"); });
        proxy.holdAnswers();
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 8; ++i) {
            clients.push_back(std::make_unique<RawClient>(proxy.port()));
            clients.back()->send(proxy.requestFor("/a"));
        }
        QTRY_COMPARE(proxy.waiting(), 8);
        QTRY_COMPARE(proxy.askedCount(), 1);
        proxy.releaseAnswers();
        for (const auto &client : clients)
            QCOMPARE(client->readAnswer().body, digits);
        QCOMPARE(proxy.askedCount(), 1);
    }

    void whatMayNotBeStoredIsAskedForByEach()
    {
        PullFixture proxy([](const Request &) {
            return originAnswer(digits, "Cache-Control: private, max-age=60");
        });
        proxy.holdAnswers();
        RawClient first(proxy.port());
        RawClient second(proxy.port());
        first.send(proxy.requestFor("/a"));
        second.send(proxy.requestFor("/a"));
        QTRY_COMPARE(proxy.waiting(), 2);
        QTRY_COMPARE(proxy.askedCount(), 1);
        proxy.releaseAnswers();
        QCOMPARE(first.readAnswer().body, digits);
        QCOMPARE(second.readAnswer().body, digits);
        QCOMPARE(proxy.askedCount(), 2);
    }

    void aStaleAnswerIsValidatedBehindTheReader()
    {
        PullFixture proxy([](const Request &) {
            return originAnswer(
                digits, "ETag: \"e\"\nCache-Control: max-age=10, stale-while-revalidate=60");
        });
        proxy.fetch("/a");
        proxy.clock.advance(20s);
        QCOMPARE(proxy.fetch("/a").field("X-Cache"), "STALE");
        QTRY_COMPARE(proxy.askedCount(), 2);
        QCOMPARE(field(proxy.asked().back(), "If-None-Match"), "\"e\"");
        QTRY_COMPARE(proxy.fetch("/a").field("X-Cache"), "HIT");
    }

    void conditionsForTheOriginGoThere()
    {
        PullFixture proxy([](const Request &request) {
            return request.headers.contains("If-Match")
                ? originAnswer({}, {}, 412)
                : originAnswer(digits, "Cache-Control: max-age=60");
        });
        proxy.fetch("/a");
        QCOMPARE(proxy.fetch("/a", "If-Match: \"x\"\r\n").status, 412);
        QCOMPARE(proxy.fetch("/a").field("X-Cache"), "HIT");
    }

    void redirectsArePassedOn()
    {
        PullFixture proxy([](const Request &) {
            return originAnswer({}, "Location: /elsewhere\nCache-Control: max-age=60", 301);
        });
        for (int i = 0; i < 2; ++i) {
            const auto answer = proxy.fetch("/a");
            QCOMPARE(answer.status, 301);
            QCOMPARE(answer.field("Location"), "/elsewhere");
        }
        QCOMPARE(proxy.askedCount(), 1);
    }

    void bodiesOfErrorsArePassedOn()
    {
        for (const int status : {400, 401, 403, 404, 405, 410, 429, 500, 501, 503, 599}) {
            PullFixture proxy([&](const Request &) { return originAnswer("why", {}, status); });
            const auto answer = proxy.fetch("/a");
            QCOMPARE(answer.status, status);
            QCOMPARE(answer.body, "why");
        }
    }

    void testSuitesPartsAreReadAsTheirBodiesSay()
    {
        const auto script = [](const Request &request) {
            return request.headers.contains("Range") ? originAnswer(
                       "01234", "Cache-Control: max-age=60\nContent-Range: bytes 4-9/10", 206)
                                                     : originAnswer("whole");
        };
        PullFixture lenient(script, [](PullThrough::Options &pull, PullHandler::Options &) {
            pull.reading = Reading::AsTestSuites;
        });
        QCOMPARE(lenient.fetch("/a", "Range: bytes=-5\r\n").body, "01234");
        QCOMPARE(lenient.fetch("/a", "Range: bytes=-5\r\n").body, "01234");
        QCOMPARE(lenient.fetch("/a", "Range: bytes=6-\r\n").body, "234");
        QCOMPARE(lenient.askedCount(), 1);

        PullFixture strict(script);
        const auto refused = strict.fetch("/a", "Range: bytes=-5\r\n");
        QCOMPARE(refused.status, 502);
        QVERIFY(refused.body.contains("contradicts"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PullThrough)
#include "tst_pullthrough.moc"
