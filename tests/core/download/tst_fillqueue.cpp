// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/partialmap.h"
#include "tests/core/download/fillbench.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

using Bench = FillBench;

class tst_FillQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFillIsFetchedThenCommittedThenAnswered()
    {
        FillBench bench;
        QSignalSpy succeeded(bench.queue.get(), &FillQueue::succeeded);
        const auto done = bench.request(u"a.mp4"_s);
        QCOMPARE(bench.fetcher.asked(), QStringList{u"/a.mp4"_s});
        bench.fetcher.succeed(0);
        QVERIFY(await(done));
        QCOMPARE(bench.committed, QStringList{u"a.mp4"_s});
        QCOMPARE(succeeded.size(), 1);
        QVERIFY(bench.queue->snapshots().empty());
        QVERIFY(bench.released.isEmpty());
    }

    void whatComesOfFillsIsMetered()
    {
        FillBench bench;
        const auto done = bench.request(u"a.mp4"_s);
        FetchedObject object;
        object.length = 5000;
        object.duration = std::chrono::milliseconds{300};
        bench.fetcher.succeed(0, object);
        QVERIFY(await(done));
        const auto failed = bench.request(u"b.mp4"_s);
        bench.fetcher.fail(1, ErrorCode::OriginNotFound);
        QVERIFY(!await(failed));
        bench.commitError = Error{ErrorCode::DiskFull, u"Full."_s, {}};
        const auto uncommitted = bench.request(u"c.mp4"_s);
        bench.fetcher.succeed(2, object);
        QVERIFY(!await(uncommitted));
        const auto &meters = bench.queue->meters();
        QCOMPARE(meters.started, 3);
        QCOMPARE(meters.failed.of(ErrorCode::OriginNotFound), 1);
        QCOMPARE(meters.failed.of(ErrorCode::DiskFull), 1);
        QCOMPARE(meters.sizes.counts().total(), 1);
        QCOMPARE(meters.sizes.counts().sum, 5000);
        QCOMPARE(meters.times.counts().sum, std::chrono::milliseconds{300});
    }

    void manyRequestsForOneObjectAreOneFetch()
    {
        FillBench bench;
        std::vector<QFuture<Result<>>> callers;
        for (int i = 0; i < 100; ++i)
            callers.push_back(bench.request(u"a.mp4"_s));
        callers.front().cancel(); // a caller who leaves stops nothing for the others
        bench.fetcher.succeed(0);
        for (const auto &caller : callers) {
            if (!caller.isCanceled())
                QVERIFY(await(caller));
        }
        QCOMPARE(bench.started(), 1U);
    }

    void noMoreRunAtOnceThanAllowedAndReadersDoNotCount()
    {
        FillBench bench;
        for (int i = 0; i < 5; ++i)
            static_cast<void>(bench.request(u"%1.mp4"_s.arg(i)));
        QCOMPARE(bench.started(), 2U);
        static_cast<void>(bench.request(u"reader.mp4"_s, Priority::Reader));
        QCOMPARE(bench.started(), 3U);
        bench.fetcher.succeed(2);
        QTRY_COMPARE(bench.committed.size(), 1);
        QCOMPARE(bench.started(), 3U);
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.started(), 4U);
        bench.queue->setOptions({4});
        QCOMPARE(bench.started(), 6U);
    }

    void theHighestPriorityStartsFirstAndTheOldestAmongEquals()
    {
        FillBench bench;
        bench.queue->setOptions({1});
        static_cast<void>(bench.request(u"running.mp4"_s, Priority::Low));
        static_cast<void>(bench.request(u"low.mp4"_s, Priority::Low));
        static_cast<void>(bench.request(u"medium.mp4"_s, Priority::Medium));
        static_cast<void>(bench.request(u"high1.mp4"_s, Priority::High));
        static_cast<void>(bench.request(u"high2.mp4"_s, Priority::High));
        for (size_t i = 0; i < 4; ++i) {
            bench.fetcher.succeed(i);
            QTRY_COMPARE(bench.started(), i + 2);
        }
        QCOMPARE(
            bench.fetcher.asked(),
            (QStringList{
                u"/running.mp4"_s, u"/high1.mp4"_s, u"/high2.mp4"_s, u"/medium.mp4"_s,
                u"/low.mp4"_s}));
    }

    void theFetchKnowsThatAReaderWaits()
    {
        FillBench bench;
        static_cast<void>(bench.request(u"a.mp4"_s));
        const auto &progress = *bench.fetcher.fetches.front()->request.progress;
        static_cast<void>(bench.request(u"a.mp4"_s, Priority::High));
        QVERIFY(!progress.readerWaits);
        static_cast<void>(bench.request(u"a.mp4"_s, Priority::Reader));
        QVERIFY(progress.readerWaits);
        static_cast<void>(bench.request(u"b.mp4"_s, Priority::Reader));
        QVERIFY(bench.fetcher.fetches.back()->request.progress->readerWaits);
    }

    void whoJoinsWithAHigherPriorityRaisesTheFill()
    {
        FillBench bench;
        bench.queue->setOptions({1});
        static_cast<void>(bench.request(u"running.mp4"_s));
        static_cast<void>(bench.request(u"a.mp4"_s, Priority::Medium));
        static_cast<void>(bench.request(u"b.mp4"_s, Priority::Low));
        static_cast<void>(bench.request(u"b.mp4"_s, Priority::High));
        static_cast<void>(bench.request(u"b.mp4"_s, Priority::Low)); // never lowered
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.started(), 2U);
        QCOMPARE(bench.fetcher.asked().constLast(), u"/b.mp4"_s);
    }

    void aReaderStartsAWaitingFillAtOnceAndFreesTheSlotOfARunningOne()
    {
        FillBench bench;
        bench.queue->setOptions({1});
        static_cast<void>(bench.request(u"running.mp4"_s));
        static_cast<void>(bench.request(u"a.mp4"_s));
        static_cast<void>(bench.request(u"b.mp4"_s));
        static_cast<void>(bench.request(u"a.mp4"_s, Priority::Reader));
        QCOMPARE(bench.started(), 2U);
        static_cast<void>(bench.request(u"running.mp4"_s, Priority::Reader));
        QCOMPARE(bench.started(), 3U);
    }

    void aNewerSignedUrlReplacesThatOfAFillNotStarted()
    {
        FillBench bench;
        bench.queue->setOptions({1});
        const auto signedUrl = [](int signature) {
            return objectAt(
                QUrl(u"https://bucket.r2.dev/a.mp4?X-Amz-Signature=%1"_s.arg(signature)));
        };
        static_cast<void>(bench.request(u"running.mp4"_s));
        static_cast<void>(bench.queue->request(signedUrl(1), Priority::Medium));
        static_cast<void>(bench.queue->request(signedUrl(2), Priority::Medium));
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.started(), 2U);
        QCOMPARE(bench.fetcher.asked().constLast(), u"/a.mp4?X-Amz-Signature=2"_s);
        for (const auto &snapshot : bench.queue->snapshots())
            QVERIFY(!snapshot.canonical.contains(u"Signature"));
    }

    void aFailureRemovesThePartialFileAndReleasesItsSpace()
    {
        FillBench bench;
        QSignalSpy failed(bench.queue.get(), &FillQueue::failed);
        const auto done = bench.request(u"a.mp4"_s);
        QFile partial(bench.fetcher.fetches.front()->request.partialPath);
        QVERIFY(partial.open(QIODevice::WriteOnly));
        bench.fetcher.fail(0, ErrorCode::OriginNotFound);
        QCOMPARE(await(done).error().code, ErrorCode::OriginNotFound);
        QVERIFY(!partial.exists());
        QCOMPARE(bench.released, QStringList{u"a.mp4"_s});
        QCOMPARE(failed.size(), 1);
        QVERIFY(bench.committed.isEmpty());
    }

    void whatAnotherFillCanGoOnWithIsKept_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<bool>("hasMap");
        QTest::addColumn<bool>("isKept");
        using E = ErrorCode;
        QTest::newRow("origin away") << E::OriginUnreachable << true << true;
        QTest::newRow("origin away, nothing noted") << E::OriginUnreachable << false << false;
        QTest::newRow("broken off") << E::LengthMismatch << true << true;
        QTest::newRow("signature expired") << E::OriginForbidden << true << true;
        QTest::newRow("shutting down") << E::ShuttingDown << true << true;
        QTest::newRow("cancelled") << E::Cancelled << true << false;
        QTest::newRow("gone") << E::OriginNotFound << true << false;
        QTest::newRow("wrong bytes") << E::ChecksumMismatch << true << false;
        QTest::newRow("disk full") << E::DiskFull << true << false;
    }
    void whatAnotherFillCanGoOnWithIsKept()
    {
        QFETCH(ErrorCode, code);
        QFETCH(bool, hasMap);
        QFETCH(bool, isKept);
        FillBench bench;
        const auto done = bench.request(u"a.mp4"_s);
        QFile partial(bench.fetcher.fetches.front()->request.partialPath);
        QVERIFY(partial.open(QIODevice::WriteOnly));
        if (hasMap) {
            QVERIFY(writePartialMapAside(partial.fileName(), {}));
            QVERIFY(putPartialMap(partial.fileName()));
        }
        bench.fetcher.fail(0, code);
        QVERIFY(!await(done));
        QCOMPARE(partial.exists(), isKept);
        QCOMPARE(QFile::exists(partialMapPath(partial.fileName())), isKept);
        QCOMPARE(bench.released.size(), 1);
    }

    void aFailedCommitIsAFailure()
    {
        FillBench bench;
        bench.commitError = Error{ErrorCode::DiskFull, u"full"_s, {}};
        const auto done = bench.request(u"a.mp4"_s);
        bench.fetcher.succeed(0);
        QCOMPARE(await(done).error().code, ErrorCode::DiskFull);
        QCOMPARE(bench.released.size(), 1);
    }

    void afterAFailureTheNextRequestTriesAgain()
    {
        FillBench bench;
        const auto first = bench.request(u"a.mp4"_s);
        bench.fetcher.fail(0, ErrorCode::OriginTimeout);
        QVERIFY(!await(first));
        const auto second = bench.request(u"a.mp4"_s);
        bench.fetcher.succeed(1);
        QVERIFY(await(second));
    }

    void aCommitTakesNoSlot()
    {
        FillBench bench;
        bench.queue->setOptions({1});
        bench.holdCommits = true;
        const auto done = bench.request(u"a.mp4"_s);
        static_cast<void>(bench.request(u"b.mp4"_s));
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.started(), 2U);
        QVERIFY(!done.isFinished());
        QVERIFY(!bench.queue->cancel(objectNamed(u"a.mp4"_s).id)); // too late
        bench.heldCommits.front().addResult(Result<>{});
        bench.heldCommits.front().finish();
        QVERIFY(await(done));
    }

    void aDroppedCommitEndsTheFill()
    {
        FillBench bench;
        bench.holdCommits = true;
        const auto done = bench.request(u"a.mp4"_s);
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.heldCommits.size(), 1U);
        bench.heldCommits.clear();
        QCOMPARE(await(done).error().code, ErrorCode::ShuttingDown);
    }

    void aWaitingFillIsCancelledAtOnce()
    {
        FillBench bench;
        bench.queue->setOptions({1});
        static_cast<void>(bench.request(u"running.mp4"_s));
        const auto done = bench.request(u"a.mp4"_s);
        QVERIFY(bench.queue->cancel(objectNamed(u"a.mp4"_s).id));
        QVERIFY(done.isFinished());
        QCOMPARE(done.result().error().code, ErrorCode::Cancelled);
        QVERIFY(!bench.queue->cancel(objectNamed(u"a.mp4"_s).id));
        bench.fetcher.succeed(0);
        QTRY_VERIFY(bench.queue->snapshots().empty());
        QCOMPARE(bench.started(), 1U);
    }

    void aRunningFillIsCancelledAndWhoAsksAfterwardsGetsItAnew()
    {
        FillBench bench;
        const auto id = objectNamed(u"a.mp4"_s).id;
        const auto cancelled = bench.request(u"a.mp4"_s);
        QVERIFY(bench.queue->cancel(id));
        QCOMPARE(cancelled.result().error().code, ErrorCode::Cancelled);
        QVERIFY(bench.fetcher.fetches.front()->request.progress->cancelled);

        const auto again = bench.request(u"a.mp4"_s);
        QCOMPARE(bench.started(), 1U); // not two on one partial file
        bench.fetcher.fail(0, ErrorCode::Cancelled);
        QTRY_COMPARE(bench.started(), 2U);
        bench.fetcher.succeed(1);
        QVERIFY(await(again));
        QCOMPARE(bench.queue->recentFailures(id), 0);
    }

    void aFillThatWasCancelledTooLateIsNotCommitted()
    {
        FillBench bench;
        static_cast<void>(bench.request(u"a.mp4"_s));
        bench.fetcher.succeed(0);
        QVERIFY(bench.queue->cancel(objectNamed(u"a.mp4"_s).id));
        QTRY_VERIFY(bench.queue->snapshots().empty());
        QVERIFY(bench.committed.isEmpty());
    }

    void cancelAllEndsEverything()
    {
        FillBench bench;
        std::vector<QFuture<Result<>>> callers;
        for (int i = 0; i < 5; ++i)
            callers.push_back(bench.request(u"%1.mp4"_s.arg(i)));
        bench.queue->cancelAll();
        for (const auto &caller : callers)
            QCOMPARE(caller.result().error().code, ErrorCode::Cancelled);
        bench.fetcher.fail(0, ErrorCode::Cancelled);
        bench.fetcher.fail(1, ErrorCode::Cancelled);
        QTRY_VERIFY(bench.queue->snapshots().empty());
        QCOMPARE(bench.started(), 2U);
    }

    void aQueueThatEndsAnswersEverybody()
    {
        FillBench bench;
        const auto running = bench.request(u"a.mp4"_s);
        bench.queue->setOptions({1});
        const auto waiting = bench.request(u"b.mp4"_s);
        bench.queue.reset();
        QCOMPARE(running.result().error().code, ErrorCode::ShuttingDown);
        QCOMPARE(waiting.result().error().code, ErrorCode::ShuttingDown);
        QVERIFY(bench.fetcher.fetches.front()->request.progress->cancelled);
        bench.fetcher.succeed(0); // nobody is there to hear it
        QCoreApplication::processEvents();
    }

    void failuresOfTheOriginAreCountedForADay()
    {
        FillBench bench;
        const auto id = objectNamed(u"a.mp4"_s).id;
        const auto failOnce = [&bench](ErrorCode code) {
            const auto done = bench.request(u"a.mp4"_s);
            bench.fetcher.fail(bench.started() - 1, code);
            QVERIFY(!await(done));
        };
        failOnce(ErrorCode::OriginTimeout);
        failOnce(ErrorCode::DiskFull); // not the origin's fault
        failOnce(ErrorCode::Cancelled);
        QCOMPARE(bench.queue->recentFailures(id), 1);
        bench.clock.advance(std::chrono::hours{12});
        failOnce(ErrorCode::NotAVideo);
        failOnce(ErrorCode::OriginNotFound);
        QCOMPARE(bench.queue->recentFailures(id), 3);
        bench.clock.advance(std::chrono::hours{13});
        QCOMPARE(bench.queue->recentFailures(id), 2);
        const auto done = bench.request(u"a.mp4"_s);
        bench.fetcher.succeed(bench.started() - 1);
        QVERIFY(await(done));
        QCOMPARE(bench.queue->recentFailures(id), 0);
        QCOMPARE(bench.queue->recentFailures(u"unknown"_s), 0);
    }

    void snapshotsShowHowFarFillsAre()
    {
        FillBench bench;
        bench.queue->setOptions({1});
        static_cast<void>(bench.request(u"a.mp4"_s, Priority::Low));
        static_cast<void>(bench.request(u"b.mp4"_s, Priority::High));
        auto &progress = *bench.fetcher.fetches.front()->request.progress;
        progress.state = FillProgress::State::Receiving;
        progress.received = 3000;
        progress.total = 9000;
        progress.attempts = 2;
        const auto startedAt = bench.clock.nowUtc();
        bench.clock.advance(std::chrono::seconds{2});

        const auto snapshots = bench.queue->snapshots();
        QCOMPARE(snapshots.size(), 2U);
        const auto &a = snapshots[0];
        QCOMPARE(a.canonical, u"https://bucket.r2.dev/a.mp4"_s);
        QCOMPARE(a.state, FillProgress::State::Receiving);
        QCOMPARE(a.received, 3000);
        QCOMPARE(a.total, 9000);
        QCOMPARE(a.attempts, 2);
        QCOMPARE(a.priority, Priority::Low);
        QCOMPARE(a.startedAt, startedAt);
        QCOMPARE(a.bytesPerSecond, 1500);
        QCOMPARE(snapshots[1].state, FillProgress::State::Queued);
        QVERIFY(!snapshots[1].startedAt.isValid());
        QCOMPARE(snapshots[1].bytesPerSecond, 0);
    }

    void statesAreSignalledInTheirOrder()
    {
        FillBench bench;
        std::vector<FillProgress::State> states;
        connect(
            bench.queue.get(), &FillQueue::stateChanged, this,
            [&states](const QString &, FillProgress::State state) { states.push_back(state); });
        const auto done = bench.request(u"a.mp4"_s);
        bench.fetcher.succeed(0);
        QVERIFY(await(done));
        using State = FillProgress::State;
        QCOMPARE(
            states, (std::vector{State::Queued, State::Connecting, State::Checking, State::Done}));
    }

    void tenThousandRequestsAreQueuedQuickly()
    {
        FillBench bench;
        std::vector<QFuture<Result<>>> callers;
        for (int i = 0; i < 10'000; ++i)
            callers.push_back(bench.request(u"%1.mp4"_s.arg(i)));
        QCOMPARE(bench.queue->snapshots().size(), 10'000U);
        for (size_t i = 0; i < 10'000; ++i) {
            QTRY_VERIFY(bench.started() > i);
            bench.fetcher.succeed(i);
        }
        QVERIFY(await(callers.back()));
    }

    void coalescedRequestsReachARealOriginOnce()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, 300'000);
        QString committedPath;
        FillQueue queue(
            {3},
            {network.fetcher(),
             network.clock,
             {},
             [&committedPath](const R2Url &, const QString &path, const FetchedObject &object) {
                 committedPath = path;
                 QPromise<Result<>> promise;
                 promise.start();
                 promise.addResult(object.verified ? Result<>{} : failure(ErrorCode::Internal, {}));
                 promise.finish();
                 return promise.future();
             },
             {},
             [&network](const R2Url &object) {
                 return network.directory.filePath(object.id);
             }});
        const auto object = objectAt(network.origin.url(u"/fault/ttfb=50/a.mp4"_s));
        std::vector<QFuture<Result<>>> callers;
        for (int i = 0; i < 50; ++i)
            callers.push_back(queue.request(object, Priority::Medium));
        for (const auto &caller : callers)
            QVERIFY(await(caller));
        QCOMPARE(network.origin.requests().size(), 1U);
        QFile file(committedPath);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FillQueue)
#include "tst_fillqueue.moc"
