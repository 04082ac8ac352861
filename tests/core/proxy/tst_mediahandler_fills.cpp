// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/proxy/mediafixture.h"

#include <QFile>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto locationOf1 = "https://a.r2.dev/1.mp4";

MediaHandler::Options waitingFor(std::chrono::milliseconds waitForFill, int maxWaiting = 1000)
{
    MediaHandler::Options options;
    options.waitForFill = waitForFill;
    options.maxWaiting = maxWaiting;
    return options;
}

class tst_MediaHandlerFills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReaderWaitsForTheFill_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const auto path = MediaFixture::pathOf(1);
        QTest::newRow("whole") << get(path) << 200 << "0123456789"_ba;
        QTest::newRow("range") << get(path, "Range: bytes=2-4\r\n") << 206 << "234"_ba;
        QTest::newRow("later version")
            << get(MediaFixture::pathOf(1, "-3.mp4")) << 200 << "0123456789"_ba;
        QTest::newRow("by id") << get("/cache/" + CacheFixture::idOf(1).toLatin1()) << 200
                               << "0123456789"_ba;
        QTest::newRow("head") << "HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
                              << 200 << ""_ba;
    }
    void aReaderWaitsForTheFill()
    {
        QFETCH(QByteArray, sent);
        MediaFixture media;
        media.know(1);
        RawClient client(media.port());
        client.send(sent);
        const auto fetch = media.fetch(1);
        QCOMPARE(fetch->id, CacheFixture::idOf(1));
        QCOMPARE(media.handler.waiting(), 1);
        media.add(1, "0123456789");
        fetch->answer(FillReading());
        const auto answer = client.readAnswer(sent.startsWith("HEAD"));
        QTEST(answer.status, "status");
        QTEST(answer.body, "body");
        QCOMPARE(answer.field("X-Cache"), "MISS");
        QVERIFY(answer.field("Cache-Status").startsWith("r2cache; fwd=uri-miss; stored"));

        // From now on it is a hit; this connection has been counted.
        const auto again = client.ask(get(media.pathOf(1)));
        QCOMPARE(again.field("X-Cache"), "HIT");
        QCOMPARE(media.fetchCount(), 1);
        QCOMPARE(media.cache.counters.misses.load(), 1);
        QCOMPARE(media.cache.counters.hits.load(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(media.handler.waiting(), 0, 20'000);
    }

    void aReaderGetsBytesAsTheyArrive()
    {
        MediaFixture media;
        media.know(1);
        RawClient client(media.port());
        client.send(get(media.pathOf(1), "Range: bytes=2-7\r\n"));
        const auto content = media.content("0123456789");
        media.fetch(1)->answer(media.reading(1, content));
        const auto head = client.readHead();
        QCOMPARE(head.status, 206);
        QCOMPARE(head.field("Content-Range"), "bytes 2-7/10");
        QCOMPARE(head.field("ETag"), '"' + CacheFixture::idOf(1).toLatin1() + "-1\"");
        QCOMPARE(head.field("X-Cache"), "MISS");
        QTRY_COMPARE_WITH_TIMEOUT(media.demanded(), std::vector<qint64>{2}, 20'000);
        content->publish({0, 5});
        QByteArray body;
        while (body.size() < 3)
            body += client.receive(3 - body.size());
        QCOMPARE(body, "234");
        content->publish({5, 10});
        while (body.size() < 6)
            body += client.receive(6 - body.size());
        QCOMPARE(body, "234567");
        // The rest of the file is asked from the content by the next request, too.
        client.send(get(media.pathOf(1)));
        auto joined = media.reading(1, content);
        joined.someWasHere = true;
        media.fetch(2)->answer(joined);
        const auto whole = client.readAnswer();
        QCOMPARE(whole.body, "0123456789");
        QCOMPARE(whole.field("X-Cache"), "PARTIAL");
        QVERIFY(whole.field("Cache-Status").startsWith("r2cache; fwd=partial; stored; collapsed"));
        QCOMPARE(media.cache.counters.misses.load(), 1);
    }

    void answersAreMeteredByWhereTheyCameFrom()
    {
        using Source = ReadMeters::Source;
        MediaFixture media;
        const auto &reads = media.handler.reads();
        const auto counted = [&](Source source) {
            return reads.of(source).answers.load();
        };
        media.know(1);
        media.know(2);
        media.add(1, "0123456789");
        RawClient client(media.port());
        QCOMPARE(client.ask(get(media.pathOf(1), "Range: bytes=2-4\r\n")).status, 206);
        QCOMPARE(client.ask(get(media.pathOf(1), "Range: bytes=99-\r\n")).status, 416);
        media.cache.clock.advance(std::chrono::hours{24 * 8});
        QCOMPARE(client.ask(get(media.pathOf(1))).field("X-Cache"), "STALE");
        const auto content = media.content("0123456789");
        content->publish({0, 10});
        for (size_t reader = 1; reader <= 2; ++reader) {
            client.send(get(media.pathOf(2)));
            auto reading = media.reading(2, content);
            reading.someWasHere = reader == 2;
            media.fetch(reader)->answer(reading);
            QCOMPARE(client.readAnswer().body.size(), 10);
        }
        QCOMPARE(client.ask(get("/video/none.mp4")).status, 404);

        QTRY_COMPARE_WITH_TIMEOUT(counted(Source::None), 1, 20'000);
        QCOMPARE(counted(Source::Hit), 2);
        QCOMPARE(reads.of(Source::Hit).bytes.load(), 3); // a sentence is no video
        QCOMPARE(reads.of(Source::Hit).firstByte.counts().total(), 1);
        QCOMPARE(reads.of(Source::Hit).sizes.counts().sum, 3);
        QCOMPARE(counted(Source::Stale), 1);
        QCOMPARE(reads.of(Source::Stale).bytes.load(), 10);
        QCOMPARE(counted(Source::Miss), 1);
        QCOMPARE(counted(Source::Partial), 1);
        QCOMPARE(reads.of(Source::Partial).firstByte.counts().total(), 1);
        QCOMPARE(counted(Source::Pass), 0);
        QCOMPARE(reads.of(Source::None).firstByte.counts().total(), 0);
    }

    void aFillThatBreaksOffUnderAReaderResetsIt_data()
    {
        QTest::addColumn<bool>("changed");
        QTest::newRow("the origin is gone") << false;
        QTest::newRow("the object changed") << true;
    }
    void aFillThatBreaksOffUnderAReaderResetsIt()
    {
        QFETCH(bool, changed);
        MediaFixture media;
        media.know(1);
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        const auto content = media.content("0123456789");
        content->publish({0, 5});
        media.fetch(1)->answer(media.reading(1, content));
        QCOMPARE(client.readHead().status, 200);
        if (changed)
            content->invalidate();
        else
            content->end();
        QVERIFY(client.readToEnd().size() <= 5);
        QCOMPARE(client.end(), RawClient::End::Reset);
    }

    void aStaleEntryIsServedAndItsOriginAskedOnceAMinute()
    {
        MediaFixture media;
        media.know(1);
        media.add(1, "0123456789");
        RawClient client(media.port());
        QCOMPARE(client.ask(get(media.pathOf(1))).field("X-Cache"), "HIT");
        QCOMPARE(media.stale(), 0);
        media.cache.clock.advance(std::chrono::hours{24 * 8});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.ask(get(media.pathOf(1))).field("X-Cache"), "STALE");
        QCOMPARE(media.stale(), 1);
        media.cache.clock.advance(1min);
        QCOMPARE(client.ask(get(media.pathOf(1))).body, "0123456789");
        QCOMPARE(media.stale(), 2);
    }

    void aVanishedFileIsFetchedAgain()
    {
        MediaFixture media;
        media.know(1);
        media.add(1, "0123456789");
        QVERIFY(QFile::remove(media.cache.store->pathOf(CacheFixture::idOf(1) + u".mp4")));
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        const auto fetch = media.fetch(1);
        media.add(1, "0123456789");
        fetch->answer(FillReading());
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, "0123456789");
    }

    void aFailedFillIsTheLastResortAtOnce_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<bool>("isPrivate");
        QTest::newRow("origin lost it") << ErrorCode::OriginNotFound << false;
        QTest::newRow("origin is down") << ErrorCode::OriginUnreachable << false;
        QTest::newRow("no space") << ErrorCode::CacheFull << false;
        QTest::newRow("private") << ErrorCode::OriginForbidden << true;
    }
    void aFailedFillIsTheLastResortAtOnce()
    {
        QFETCH(ErrorCode, code);
        QFETCH(bool, isPrivate);
        MediaFixture media(waitingFor(1h));
        media.know(1, isPrivate);
        RawClient client(media.port());
        client.send(get(media.pathOf(1), "Origin: http://localhost:3000\r\n"));
        media.fetch(1)->answer(failure(code, u"It failed."_s));
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, isPrivate ? 504 : 302);
        QCOMPARE(answer.field("Location"), isPrivate ? "" : locationOf1);
        QCOMPARE(answer.field("Cache-Control"), "no-store");
        QCOMPARE(answer.field("Vary"), "Origin");
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), "http://localhost:3000");
        QVERIFY(answer.body.contains(CacheFixture::idOf(1).toLatin1()));
        QCOMPARE(media.cache.counters.misses.load(), 1);

        // Nothing of it is remembered: the next request tries again.
        client.send(get(media.pathOf(1)));
        media.add(1, "0123456789");
        media.fetch(2)->answer(FillReading());
        QCOMPARE(client.readAnswer().body, "0123456789");
    }

    void aFillThatTakesTooLongIsNotWaitedFor_data()
    {
        QTest::addColumn<bool>("isPrivate");
        QTest::newRow("public") << false;
        QTest::newRow("private") << true;
    }
    void aFillThatTakesTooLongIsNotWaitedFor()
    {
        QFETCH(bool, isPrivate);
        MediaFixture media(waitingFor(50ms));
        media.know(1, isPrivate);
        RawClient client(media.port());
        const auto answer = client.ask(get(media.pathOf(1), "Origin: http://localhost:3000\r\n"));
        QCOMPARE(answer.status, isPrivate ? 504 : 302);
        QCOMPARE(answer.field("Location"), isPrivate ? "" : locationOf1);
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), "http://localhost:3000");
        QVERIFY(answer.field("Cache-Status").contains("timeout"));

        // The fill goes on, and what it brings is served.
        const auto fetch = media.fetch(1);
        QVERIFY(!fetch->promise.isCanceled());
        media.add(1, "0123456789");
        fetch->answer(FillReading());
        QTRY_COMPARE_WITH_TIMEOUT(media.handler.waiting(), 0, 20'000);
        QCOMPARE(client.ask(get(media.pathOf(1))).body, "0123456789");
        QCOMPARE(media.fetchCount(), 1);
    }

    void aClientThatLeavesDoesNotStopTheFill()
    {
        MediaFixture media;
        media.know(1);
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        const auto fetch = media.fetch(1);
        client.reset();
        QTRY_COMPARE_WITH_TIMEOUT(media.server->metrics().activeConnections, 0, 20'000);
        QVERIFY(!fetch->promise.isCanceled());
        media.add(1, "0123456789");
        fetch->answer(FillReading());
        QTRY_COMPARE_WITH_TIMEOUT(media.handler.waiting(), 0, 20'000);
        QCOMPARE(RawClient(media.port()).ask(get(media.pathOf(1))).body, "0123456789");
        QTRY_COMPARE_WITH_TIMEOUT(media.cache.counters.bytesFromCache.load(), 10, 20'000);
    }

    void manyReadersWaitTogether()
    {
        MediaFixture media;
        media.know(1);
        std::vector<RawClient> clients;
        for (int i = 0; i < 20; ++i)
            clients.emplace_back(media.port()).send(get(media.pathOf(1)));
        static_cast<void>(media.fetch(20));
        media.add(1, "0123456789");
        for (size_t i = 1; i <= 20; ++i)
            media.fetch(i)->answer(FillReading());
        for (auto &client : clients)
            QCOMPARE(client.readAnswer().body, "0123456789");
        QCOMPARE(media.cache.counters.misses.load(), 20);
    }

    void oneTooManyDoesNotWait()
    {
        MediaFixture media(waitingFor(1h, 1));
        media.know(1);
        RawClient first(media.port());
        first.send(get(media.pathOf(1)));
        const auto fetch = media.fetch(1);
        RawClient second(media.port());
        QCOMPARE(second.ask(get(media.pathOf(1))).status, 302);
        media.add(1, "0123456789");
        fetch->answer(FillReading());
        QCOMPARE(first.readAnswer().body, "0123456789");
    }

    void whatIsEvictedAtOnceIsTheLastResort()
    {
        MediaFixture media;
        media.know(1);
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        media.fetch(1)->answer(FillReading()); // but there is no entry
        QCOMPARE(client.readAnswer().status, 302);
    }

    void aFetchThatIsDroppedIsTheLastResort()
    {
        MediaFixture media(waitingFor(1h));
        media.know(1);
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        static_cast<void>(media.fetch(1));
        media.dropFetches();
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 302);
        QVERIFY(answer.field("Cache-Status").contains("shutting_down"));
    }

    void anotherExtensionIsNotFetched()
    {
        MediaFixture media;
        media.know(1);
        RawClient client(media.port());
        QCOMPARE(client.ask(get(media.pathOf(1, ".webm"))).status, 404);
        QCOMPARE(media.fetchCount(), 0);
    }

    void whoWaitsIsToldThatTheServerStops()
    {
        MediaFixture media(waitingFor(1h));
        media.know(1);
        RawClient client(media.port());
        client.send(get(media.pathOf(1)));
        static_cast<void>(media.fetch(1));
        const auto stopped = media.server->stop(20s);
        const auto answer = client.readAnswer();
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.field("Vary"), "Origin");
        client.close();
        QTRY_VERIFY_WITH_TIMEOUT(stopped.isFinished(), 20'000);
        QCOMPARE(media.handler.waiting(), 1);
        media.dropFetches();
        QTRY_COMPARE_WITH_TIMEOUT(media.handler.waiting(), 0, 20'000);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_MediaHandlerFills)
#include "tst_mediahandler_fills.moc"
