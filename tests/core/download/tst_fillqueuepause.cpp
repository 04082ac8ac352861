// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/fillbench.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using State = FillProgress::State;

namespace {

struct Bench : FillBench
{
    static QString id(const QString &name) { return objectNamed(name).id; }

    bool pause(const QString &name) { return queue->pause(id(name)); }
    bool resume(const QString &name) { return queue->resume(id(name)); }

    /// Nothing if there is no such fill.
    std::optional<State> state(const QString &name) const
    {
        for (const auto &snapshot : queue->snapshots()) {
            if (snapshot.id == id(name))
                return snapshot.state;
        }
        return std::nullopt;
    }
    bool isCancelled(size_t index) const
    {
        return fetcher.fetches.at(index)->request.progress->cancelled;
    }
    /// Writes what a fetch leaves behind; its path.
    QString leavePartial(size_t index) const
    {
        QFile file(fetcher.fetches.at(index)->request.partialPath);
        if (!file.open(QIODevice::WriteOnly) || file.write("some") != 4)
            qFatal("cannot write a partial file");
        return file.fileName();
    }
    /// Starts @p name and pauses it when the fetch is under way.
    QFuture<Result<>> startAndPause(const QString &name)
    {
        const auto done = request(name);
        const auto index = started() - 1;
        fetcher.fetches[index]->request.progress->received = 4;
        fetcher.fetches[index]->request.progress->total = 10;
        pause(name);
        fetcher.fail(index, ErrorCode::Cancelled);
        if (!QTest::qWaitFor([&] { return state(name) == State::Paused; }))
            qFatal("it does not pause");
        return done;
    }
};

class tst_FillQueuePause : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWaitingFillIsPassedOverUntilItIsResumed()
    {
        Bench bench;
        bench.queue->setOptions({1});
        static_cast<void>(bench.request(u"running.mp4"_s));
        const auto a = bench.request(u"a.mp4"_s);
        static_cast<void>(bench.request(u"b.mp4"_s));
        QVERIFY(bench.pause(u"a.mp4"_s));
        QVERIFY(bench.pause(u"a.mp4"_s)); // it is
        QCOMPARE(bench.state(u"a.mp4"_s), State::Paused);
        QCOMPARE(bench.queue->snapshots().back().id, Bench::id(u"a.mp4"_s)); // behind b
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.started(), 2U);
        QVERIFY(bench.fetcher.asked().back().endsWith(u"b.mp4"));
        bench.fetcher.succeed(1);
        QTRY_VERIFY(!bench.state(u"b.mp4"_s));
        QCOMPARE(bench.started(), 2U); // though nothing else runs
        QVERIFY(!a.isFinished());

        QVERIFY(bench.resume(u"a.mp4"_s));
        QCOMPARE(bench.started(), 3U);
        bench.fetcher.succeed(2);
        QVERIFY(await(a));
    }

    void aResumedFillHasItsOldPlace()
    {
        Bench bench;
        bench.queue->setOptions({1});
        for (const auto &name : {u"running.mp4"_s, u"a.mp4"_s, u"b.mp4"_s})
            static_cast<void>(bench.request(name));
        bench.pause(u"a.mp4"_s);
        bench.resume(u"a.mp4"_s);
        QCOMPARE(bench.state(u"a.mp4"_s), State::Queued);
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.started(), 2U);
        QVERIFY(bench.fetcher.asked().back().endsWith(u"a.mp4"));
    }

    void aRunningTransferIsStoppedAndItsPartialKept()
    {
        Bench bench;
        bench.queue->setOptions({1});
        const auto done = bench.request(u"a.mp4"_s);
        static_cast<void>(bench.request(u"b.mp4"_s));
        const auto partial = bench.leavePartial(0);
        QVERIFY(bench.pause(u"a.mp4"_s));
        QVERIFY(bench.isCancelled(0));
        QCOMPARE(bench.started(), 1U); // it still runs
        bench.fetcher.fail(0, ErrorCode::Cancelled);
        QTRY_COMPARE(bench.state(u"a.mp4"_s), State::Paused);
        QCOMPARE(bench.started(), 2U); // its slot is free
        QVERIFY(!done.isFinished());
        QVERIFY(QFile::exists(partial));
        QVERIFY(bench.released.isEmpty());
        QCOMPARE(bench.queue->recentFailures(Bench::id(u"a.mp4"_s)), 0);

        bench.fetcher.succeed(1);
        QTRY_VERIFY(!bench.state(u"b.mp4"_s));
        bench.resume(u"a.mp4"_s);
        QCOMPARE(bench.started(), 3U);
        QCOMPARE(bench.fetcher.fetches[2]->request.partialPath, partial);
        QVERIFY(!bench.isCancelled(2));
        bench.fetcher.succeed(2);
        QVERIFY(await(done));
    }

    void aPausedFillShowsHowFarItIs()
    {
        Bench bench;
        static_cast<void>(bench.startAndPause(u"a.mp4"_s));
        auto shown = bench.queue->snapshots().front();
        QCOMPARE(shown.received, 4);
        QCOMPARE(shown.total, 10);
        QCOMPARE(shown.bytesPerSecond, 0);
        QVERIFY(!shown.startedAt.isValid());
        bench.resume(u"a.mp4"_s);
        auto &progress = *bench.fetcher.fetches[1]->request.progress;
        progress.received = 10;
        bench.clock.advance(std::chrono::seconds{2});
        shown = bench.queue->snapshots().front();
        QCOMPARE(shown.bytesPerSecond, 3); // of the six since it goes on
        QVERIFY(shown.startedAt.isValid());
    }

    void resumedBeforeTheTransferHasStoppedItGoesOn()
    {
        Bench bench;
        const auto done = bench.request(u"a.mp4"_s);
        bench.pause(u"a.mp4"_s);
        QVERIFY(bench.resume(u"a.mp4"_s));
        QVERIFY(!bench.resume(u"a.mp4"_s));
        QCOMPARE(bench.started(), 1U); // one at a time
        bench.fetcher.fail(0, ErrorCode::Cancelled);
        QTRY_COMPARE(bench.started(), 2U);
        bench.fetcher.succeed(1);
        QVERIFY(await(done));
    }

    void aTransferThatEndsMeanwhileHasEnded_data()
    {
        QTest::addColumn<bool>("succeeds");
        QTest::newRow("with all its bytes") << true;
        QTest::newRow("with an error of the origin") << false;
    }
    void aTransferThatEndsMeanwhileHasEnded()
    {
        QFETCH(bool, succeeds);
        Bench bench;
        const auto done = bench.request(u"a.mp4"_s);
        bench.pause(u"a.mp4"_s);
        if (succeeds)
            bench.fetcher.succeed(0);
        else
            bench.fetcher.fail(0, ErrorCode::OriginNotFound);
        QCOMPARE(await(done).has_value(), succeeds);
        QVERIFY(!bench.state(u"a.mp4"_s));
    }

    void aReadersRequestResumesIt()
    {
        Bench bench;
        const auto first = bench.startAndPause(u"a.mp4"_s);
        const auto other = bench.request(u"a.mp4"_s, Priority::High);
        QCOMPARE(bench.state(u"a.mp4"_s), State::Paused); // who prepares waits along
        const auto reader = bench.request(u"a.mp4"_s, Priority::Reader);
        QCOMPARE(bench.started(), 2U);
        QVERIFY(bench.fetcher.fetches[1]->request.progress->readerWaits);
        bench.fetcher.succeed(1);
        for (const auto &caller : {first, other, reader})
            QVERIFY(await(caller));
    }

    void aNewerSignatureIsUsedWhenItGoesOn()
    {
        Bench bench;
        static_cast<void>(bench.startAndPause(u"a.mp4?X-Amz-Signature=1"_s));
        static_cast<void>(bench.request(u"a.mp4?X-Amz-Signature=2"_s));
        bench.queue->resumeAll();
        QCOMPARE(bench.fetcher.asked().back(), u"/a.mp4?X-Amz-Signature=2"_s);
    }

    void cancellingAPausedFillLeavesNothing()
    {
        Bench bench;
        const auto done = bench.startAndPause(u"a.mp4"_s);
        const auto partial = bench.leavePartial(0);
        QVERIFY(bench.queue->cancel(Bench::id(u"a.mp4"_s)));
        QCOMPARE(await(done).error().code, ErrorCode::Cancelled);
        QVERIFY(!QFile::exists(partial));
        QCOMPARE(bench.released, QStringList{u"a.mp4"_s});
        QVERIFY(bench.queue->snapshots().empty());
        static_cast<void>(bench.request(u"a.mp4"_s)); // and it can be had again
        QCOMPARE(bench.started(), 2U);
    }

    void cancellingWhileItStopsEndsIt()
    {
        Bench bench;
        const auto done = bench.request(u"a.mp4"_s);
        bench.pause(u"a.mp4"_s);
        QVERIFY(bench.queue->cancel(Bench::id(u"a.mp4"_s)));
        QVERIFY(!bench.pause(u"a.mp4"_s));
        QCOMPARE(await(done).error().code, ErrorCode::Cancelled);
        bench.fetcher.fail(0, ErrorCode::Cancelled);
        QTRY_VERIFY(bench.queue->snapshots().empty());
        QCOMPARE(bench.released, QStringList{u"a.mp4"_s});
    }

    void whatCannotBePausedIsSaid()
    {
        Bench bench;
        QVERIFY(!bench.pause(u"unknown.mp4"_s));
        QVERIFY(!bench.resume(u"unknown.mp4"_s));
        bench.holdCommits = true;
        static_cast<void>(bench.request(u"a.mp4"_s));
        QVERIFY(!bench.resume(u"a.mp4"_s)); // it is not paused
        bench.fetcher.succeed(0);
        QTRY_COMPARE(bench.state(u"a.mp4"_s), State::Checking);
        QVERIFY(!bench.pause(u"a.mp4"_s));
    }

    void allArePausedAndResumed()
    {
        Bench bench;
        std::vector<QFuture<Result<>>> callers;
        for (int i = 0; i < 5; ++i)
            callers.push_back(bench.request(u"%1.mp4"_s.arg(i)));
        bench.queue->pauseAll();
        bench.fetcher.fail(0, ErrorCode::Cancelled);
        bench.fetcher.fail(1, ErrorCode::Cancelled);
        for (int i = 0; i < 5; ++i)
            QTRY_COMPARE(bench.state(u"%1.mp4"_s.arg(i)), State::Paused);
        QCOMPARE(bench.started(), 2U);
        static_cast<void>(bench.request(u"later.mp4"_s)); // runs
        QCOMPARE(bench.started(), 3U);
        bench.fetcher.succeed(2);
        QTRY_VERIFY(!bench.state(u"later.mp4"_s));
        bench.queue->resumeAll();
        for (size_t i = 3; i < 8; ++i) {
            QTRY_VERIFY(bench.started() > i);
            bench.fetcher.succeed(i);
        }
        for (const auto &caller : callers)
            QVERIFY(await(caller));
    }

    void theEndAnswersWhoWaitsForAPausedFill()
    {
        Bench bench;
        const auto done = bench.startAndPause(u"a.mp4"_s);
        bench.queue.reset();
        QCOMPARE(done.result().error().code, ErrorCode::ShuttingDown);
    }

    void aRealTransferIsPausedAndGoesOn()
    {
        DownloadFixture network;
        network.options.fill.downloadTimeout = std::chrono::minutes{5}; // nothing stalls meanwhile
        network.addFile(u"a.mp4"_s, 400'000);
        qint64 committed = 0;
        FillQueue queue(
            {3},
            {network.fetcher(),
             network.clock,
             {},
             [&committed](const R2Url &, const QString &, const FetchedObject &object) {
                 committed = object.length;
                 QPromise<Result<>> promise;
                 promise.start();
                 promise.addResult(Result<>{});
                 promise.finish();
                 return promise.future();
             },
             {},
             [&network](const R2Url &object) {
                 return network.directory.filePath(object.id);
             }});
        const auto object = objectAt(network.origin.url(u"/fault/stall=200000,once/a.mp4"_s));
        const auto done = queue.request(object, Priority::Medium);
        QTRY_VERIFY(queue.snapshots().front().received >= 200'000);
        QVERIFY(queue.pause(object.id));
        QTRY_COMPARE(queue.snapshots().front().state, State::Paused);
        QTRY_COMPARE(network.origin.openConnections(), 0);
        QCOMPARE(network.origin.requests().size(), 1U);
        QVERIFY(queue.resume(object.id));
        QVERIFY(await(done));
        QCOMPARE(committed, 400'000);
        QCOMPARE(network.origin.requests().size(), 2U);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_FillQueuePause)
#include "tst_fillqueuepause.moc"
