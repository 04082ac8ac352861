// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using State = FillProgress::State;

namespace {

class tst_FetchLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFetchIsCancelledWhereverItIs_data()
    {
        QTest::addColumn<QString>("faults");
        QTest::addColumn<State>("when");
        QTest::newRow("waiting for the head") << u"ttfb=60000"_s << State::Connecting;
        QTest::newRow("receiving") << u"rate=100000"_s << State::Receiving;
        QTest::newRow("stalled") << u"stall=50000"_s << State::Receiving;
        QTest::newRow("waiting to retry") << u"status=503,retryafter=4"_s << State::WaitingToRetry;
    }
    void aFetchIsCancelledWhereverItIs()
    {
        QFETCH(QString, faults);
        QFETCH(State, when);
        DownloadFixture network;
        network.options.fill.downloadTimeout = std::chrono::minutes{10};
        network.addFile(u"a.mp4"_s, 500'000);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/%1/a.mp4"_s.arg(faults))));
        QTRY_COMPARE(network.progress->state.load(), when);
        QTRY_VERIFY(!network.origin.requests().empty());
        QElapsedTimer timer;
        timer.start();
        network.fetcher().cancel(network.progress);
        QCOMPARE(await(future).error().code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 2000);
        if (when != State::WaitingToRetry)
            QTRY_COMPARE(network.origin.openConnections(), 0); // dropped, not drained
    }

    void aProbeTellsLengthAndTypeAndLeavesTheBytes()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 50'000'000);
        const auto probed
            = await(network.fetcher().probe(objectAt(network.origin.url(u"/a.mp4"_s))));
        QVERIFY(probed);
        QCOMPARE(probed->length, 50'000'000);
        QCOMPARE(probed->contentType, "video/mp4");
        QTRY_COMPARE(network.origin.openConnections(), 0); // broken off

        const auto missing
            = await(network.fetcher().probe(objectAt(network.origin.url(u"/none.mp4"_s))));
        QCOMPARE(missing.error().code, ErrorCode::OriginNotFound);
        const auto foreign
            = await(network.fetcher().probe(objectAt(QUrl(u"http://127.0.0.1:1/a.mp4"_s))));
        QVERIFY(!foreign);
    }

    void aShutdownEndsAProbe()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        const auto probing
            = network.fetcher().probe(objectAt(network.origin.url(u"/fault/ttfb=60000/a.mp4"_s)));
        QTRY_VERIFY(!network.origin.requests().empty());
        network.stop();
        QCOMPARE(await(probing).error().code, ErrorCode::ShuttingDown);
    }

    void aFetchIsCancelledWhileItWaitsForSpace()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 1000);
        auto request = network.requestFor(network.origin.url(u"/a.mp4"_s));
        const auto never = std::make_shared<QPromise<Result<>>>();
        never->start();
        std::atomic<bool> asked = false;
        request.reserve = [never, &asked](const R2Url &, qint64) {
            asked = true;
            return never->future();
        };
        const auto future = network.fetcher().fetch(request);
        QTRY_VERIFY(asked);
        network.fetcher().cancel(network.progress);
        QCOMPARE(await(future).error().code, ErrorCode::Cancelled);
    }

    void aFlagSetByAnyoneStopsAFetchAtItsNextPiece()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 500'000);
        const auto future = network.fetcher().fetch(
            network.requestFor(network.origin.url(u"/fault/rate=100000/a.mp4"_s)));
        QTRY_VERIFY(network.progress->received.load() > 0);
        network.progress->cancelled = true;
        QCOMPARE(await(future).error().code, ErrorCode::Cancelled);
    }

    void cancellingOneFetchLeavesTheOthers()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, 200'000);
        const auto url = network.origin.url(u"/fault/rate=400000/a.mp4"_s);
        const auto first = network.fetcher().fetch(network.requestFor(url));
        const auto doomed = network.progress;
        const auto second = network.fetcher().fetch(network.requestFor(url));
        QTRY_VERIFY(doomed->received.load() > 0);
        network.fetcher().cancel(doomed);
        QCOMPARE(await(first).error().code, ErrorCode::Cancelled);
        QCOMPARE(await(second)->sha256, sha256Hex(bytes));
    }

    void shuttingDownEndsEveryFetch()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 500'000);
        std::vector<QFuture<Result<FetchedObject>>> futures;
        const QStringList faults{
            u"rate=100000"_s,
            u"ttfb=60000"_s,
            u"stall=1000"_s,
            u"stall=0"_s,
            u"status=503,retryafter=4"_s,
            u"nolength,rate=100000"_s};
        for (const auto &fault : faults) {
            futures.push_back(network.fetcher().fetch(
                network.requestFor(network.origin.url(u"/fault/%1/a.mp4"_s.arg(fault)))));
        }
        QTRY_COMPARE(network.origin.requests().size(), static_cast<size_t>(faults.size()));
        auto done = network.fetcher().shutdown();
        const auto late
            = network.fetcher().fetch(network.requestFor(network.origin.url(u"/a.mp4"_s)));
        for (const auto &future : futures)
            QCOMPARE(await(future).error().code, ErrorCode::ShuttingDown);
        QCOMPARE(await(late).error().code, ErrorCode::ShuttingDown);
        QTRY_VERIFY(done.isFinished());
        network.stop();
    }

    void shuttingDownAtOnceAfterStartingIsClean()
    {
        for (int round = 0; round < 20; ++round) {
            DownloadFixture network;
            network.addFile(u"a.mp4"_s, 100'000);
            std::vector<QFuture<Result<FetchedObject>>> futures;
            for (int i = 0; i < 5; ++i)
                futures.push_back(
                    network.fetcher().fetch(network.requestFor(network.origin.url(u"/a.mp4"_s))));
            if (round % 2 == 0)
                QTRY_VERIFY(!network.origin.requests().empty());
            network.stop();
            for (const auto &future : futures) {
                const auto result = await(future);
                QVERIFY(result || result.error().code == ErrorCode::ShuttingDown);
            }
        }
    }

    void moreThanSixRunAtOnceToOneHost()
    {
        DownloadFixture network;
        network.options.origin.hosts.maxPerHost = 32;
        network.addFile(u"a.mp4"_s, 100'000);
        std::vector<QFuture<Result<FetchedObject>>> futures;
        for (int i = 0; i < 20; ++i)
            futures.push_back(network.fetcher().fetch(
                network.requestFor(network.origin.url(u"/fault/ttfb=500/a.mp4"_s))));
        QTRY_COMPARE(network.origin.requests().size(), 20U);
        QCOMPARE(network.origin.openConnections(), 20);
        for (const auto &future : futures)
            QVERIFY(await(future));
    }

    void aConnectionIsUsedAgain()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 100'000);
        for (int i = 0; i < 5; ++i)
            QVERIFY(network.fetch(u"/a.mp4"_s));
        QCOMPARE(network.origin.openConnections(), 1);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FetchLifetime)
#include "tst_fetchlifetime.moc"
