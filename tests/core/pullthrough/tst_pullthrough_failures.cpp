// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/pullthrough/pullfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray fresh = "Cache-Control: max-age=10\nETag: \"e\"";

void smallMemory(PullThrough::Options &pull, PullHandler::Options &)
{
    pull.fetch.maxBodyInMemory = 1000;
}

QByteArray large()
{
    QByteArray bytes(300'000, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>('a' + i % 23);
    return bytes;
}

class tst_PullThroughFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOriginThatIsAwayIsAGatewayError()
    {
        PullFixture proxy([](const Request &) { return originAnswer("a"); });
        proxy.closeOrigin();
        const auto answer = proxy.fetch("/a");
        QCOMPARE(answer.status, 502);
        QVERIFY(answer.body.contains("could not be reached"));
        QCOMPARE(answer.field("Cache-Control"), "no-store");
    }

    void anOriginThatIsAwayIsStoodInForUnlessForbidden()
    {
        PullFixture proxy([](const Request &request) {
            return originAnswer(
                "a",
                request.path == "/strict" ? fresh + "\nCache-Control: must-revalidate" : fresh);
        });
        proxy.fetch("/a");
        proxy.fetch("/strict");
        proxy.clock.advance(20s);
        proxy.closeOrigin();
        const auto stale = proxy.fetch("/a");
        QCOMPARE(stale.status, 200);
        QCOMPARE(stale.field("X-Cache"), "STALE");
        QCOMPARE(stale.field("Age"), "20");
        QCOMPARE(proxy.fetch("/strict").status, 502);
    }

    void aServerErrorIsStoodInForWhereAllowed()
    {
        PullFixture proxy([](const Request &) {
            return originAnswer("a", fresh + "\nCache-Control: stale-if-error=30");
        });
        proxy.fetch("/a");
        proxy.setScript([](const Request &) { return originAnswer("broken", {}, 503); });
        proxy.clock.advance(20s);
        QCOMPARE(proxy.fetch("/a").body, "a");
        proxy.clock.advance(21s);
        const auto answer = proxy.fetch("/a");
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.body, "broken");
    }

    void aServerErrorDoesNotForgetWhatWasHeld()
    {
        PullFixture proxy([](const Request &) { return originAnswer("a", fresh); });
        proxy.fetch("/a");
        proxy.clock.advance(20s);
        proxy.setScript([](const Request &) { return originAnswer({}, {}, 503); });
        QCOMPARE(proxy.fetch("/a").status, 503);
        proxy.setScript([](const Request &) { return originAnswer({}, "ETag: \"e\"", 304); });
        QCOMPARE(proxy.fetch("/a").body, "a");
    }

    void whatIsGoneIsForgotten()
    {
        PullFixture proxy([](const Request &) { return originAnswer("a", fresh); });
        proxy.fetch("/a");
        proxy.clock.advance(20s);
        proxy.setScript(
            [](const Request &) { return originAnswer({}, "Cache-Control: no-store", 410); });
        QCOMPARE(proxy.fetch("/a").status, 410);
        proxy.closeOrigin();
        QCOMPARE(proxy.fetch("/a").status, 502);
    }

    void aBodyThatBreaksOffAndCannotBeCompletedIsAnErrorAndNotKept()
    {
        PullFixture proxy([](const Request &) {
            return brokenAnswer("0123456789", 4, "Cache-Control: max-age=10");
        });
        QCOMPARE(proxy.fetch("/a").status, 502);
        proxy.setScript([](const Request &) { return originAnswer("whole"); });
        QCOMPARE(proxy.fetch("/a").body, "whole");
    }

    void anOriginThatBreaksOffForEverIsGivenUp()
    {
        PullFixture proxy([](const Request &) { return brokenAnswer("0123456789", 4, fresh); });
        QCOMPARE(proxy.fetch("/a").status, 502);
        // Qt repeats a request whose connection was reset before it read, up to three times.
        QVERIFY(proxy.askedCount() <= 4 * 4);
    }

    void aRestThatIsNotThereAnyMoreIsAskedForAnew()
    {
        PullFixture proxy([](const Request &request) {
            const auto range = request.headers.value("Range").value_or("");
            if (range == "bytes=0-4")
                return originAnswer("01234", fresh + "\nContent-Range: bytes 0-4/10", 206);
            return range.isEmpty() ? originAnswer("short")
                                   : originAnswer({}, "Content-Range: bytes */5", 416);
        });
        proxy.fetch("/a", "Range: bytes=0-4\r\n");
        QCOMPARE(proxy.fetch("/a").body, "short");
        QCOMPARE(proxy.askedCount(), 3);
    }

    void aLateOriginIsATimeout()
    {
        PullFixture proxy(
            [](const Request &) { return originAnswer("a", fresh); },
            [](PullThrough::Options &, PullHandler::Options &handler) {
                handler.waitForOrigin = 50ms;
            });
        proxy.holdAnswers();
        const auto answer = proxy.fetch("/a");
        QCOMPARE(answer.status, 504);
        QVERIFY(answer.body.contains("in time"));
        // What comes then is kept all the same.
        proxy.releaseAnswers();
        QTRY_COMPARE(proxy.waiting(), 0);
        QCOMPARE(proxy.fetch("/a").field("X-Cache"), "HIT");
    }

    void aClientThatLeavesDoesNotEndTheRequest()
    {
        PullFixture proxy([](const Request &) { return originAnswer("a", fresh); });
        proxy.holdAnswers();
        {
            RawClient client(proxy.port());
            client.send(proxy.requestFor("/a"));
            QTRY_COMPARE(proxy.askedCount(), 1);
            client.reset();
        }
        proxy.releaseAnswers();
        QTRY_COMPARE(proxy.waiting(), 0);
        QCOMPARE(proxy.fetch("/a").field("X-Cache"), "HIT");
    }

    void shutdownEndsWhatWaits()
    {
        PullFixture proxy([](const Request &) { return originAnswer("a"); });
        proxy.holdAnswers();
        RawClient first(proxy.port());
        RawClient second(proxy.port()); // waits for the first
        first.send(proxy.requestFor("/a"));
        second.send(proxy.requestFor("/a"));
        QTRY_COMPARE(proxy.waiting(), 2);
        QTRY_COMPARE(proxy.askedCount(), 1);
        proxy.shutdown();
        QCOMPARE(first.readAnswer().status, 503);
        QCOMPARE(second.readAnswer().status, 503);
        QCOMPARE(proxy.fetch("/a").status, 503);
        QCOMPARE(proxy.askedCount(), 1);
    }

    void onlyIfCachedAsksNobody()
    {
        PullFixture proxy([](const Request &) { return originAnswer("a", fresh); });
        QCOMPARE(proxy.fetch("/a", "Cache-Control: only-if-cached\r\n").status, 504);
        QCOMPARE(proxy.askedCount(), 0);
        proxy.fetch("/a");
        QCOMPARE(proxy.fetch("/a", "Cache-Control: only-if-cached\r\n").status, 200);
    }

    void tooManyAtOnceAreRefused()
    {
        PullFixture proxy(
            [](const Request &) { return originAnswer("a"); },
            [](PullThrough::Options &pull, PullHandler::Options &) { pull.maxRunning = 1; });
        proxy.holdAnswers();
        RawClient client(proxy.port());
        client.send(proxy.requestFor("/a"));
        QTRY_COMPARE(proxy.askedCount(), 1);
        const auto refused = proxy.fetch("/b");
        QVERIFY(refused.status >= 500);
        QVERIFY(refused.body.contains("Too many"));
        proxy.releaseAnswers();
        QCOMPARE(client.readAnswer().status, 200);
    }

    void whatIsTooLargeIsPassedThroughAndNotKept()
    {
        PullFixture proxy(
            [](const Request &) { return originAnswer(large(), fresh); }, smallMemory);
        QCOMPARE(proxy.fetch("/a").body, large());
        const auto part = proxy.fetch("/a", "Range: bytes=100000-199999\r\n");
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, large().sliced(100'000, 100'000));
        QCOMPARE(part.field("Content-Range"), "bytes 100000-199999/300000");
        QCOMPARE(proxy.fetch("/a", "If-None-Match: \"e\"\r\n").status, 304);
        QCOMPARE(proxy.askedCount(), 3);
    }

    void whatArrivesAtOnceIsBoundedInMemory()
    {
        PullFixture proxy(
            [](const Request &) { return originAnswer(large(), fresh); },
            [](PullThrough::Options &pull, PullHandler::Options &) {
                pull.fetch.maxArriving = 100'000;
            });
        const auto answer = proxy.fetch("/a");
        QCOMPARE(answer.body, large());
        QVERIFY(answer.field("Cache-Status").contains("too_large"));
    }

    void aBodyThatBreaksOffBehindTheBoundIsAnError()
    {
        PullFixture proxy(
            [](const Request &) { return brokenAnswer(large(), 250'000, fresh); },
            [](PullThrough::Options &pull, PullHandler::Options &) {
                pull.fetch.maxArriving = 100'000;
            });
        QCOMPARE(proxy.fetch("/a").status, 502);
    }

    void aLargePartIsPassedThrough()
    {
        PullFixture proxy(
            [](const Request &) {
                return originAnswer(large(), "Content-Range: bytes 5-300004/400000", 206);
            },
            smallMemory);
        const auto part = proxy.fetch("/a", "Range: bytes=5-300004\r\n");
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, large());
        QCOMPARE(part.field("Content-Range"), "bytes 5-300004/400000");
    }

    void whatTheSpoolsHaveNoRoomForIsRefused()
    {
        PullFixture proxy(
            [](const Request &) { return originAnswer(large(), fresh); },
            [](PullThrough::Options &pull, PullHandler::Options &) {
                pull.fetch.maxBodyInMemory = 1000;
                pull.fetch.maxSpooled = 1000;
            });
        const auto refused = proxy.fetch("/a");
        QVERIFY(refused.status >= 500);
        QVERIFY(refused.body.contains("large"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PullThroughFailures)
#include "tst_pullthrough_failures.moc"
