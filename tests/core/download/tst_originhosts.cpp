// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A fixture that waits milliseconds where the product waits seconds.
struct Network : DownloadFixture
{
    explicit Network(std::chrono::milliseconds pause = 300ms)
    {
        options.origin.hosts.breaker
            = {.failuresToOpen = 3,
               .firstPause = pause,
               .longestPause = pause,
               .urgentInterval = 100ms};
    }

    QFuture<Result<FetchedObject>> start(const QString &path, bool readerWaits = false)
    {
        auto request = requestFor(origin.url(path));
        request.progress->readerWaits = readerWaits;
        return fetcher().fetch(request);
    }
};

class tst_OriginHosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHostThatFailsIsNotHammered()
    {
        Network network;
        std::vector<QFuture<Result<FetchedObject>>> fetches;
        fetches.reserve(10);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10; ++i)
            fetches.push_back(network.start(u"/fault/status=500/%1.mp4"_s.arg(i)));
        for (const auto &fetch : fetches)
            QVERIFY(!await(fetch));
        // Left alone these are forty: the first ten go out together, then one for each pause.
        const auto pauses = static_cast<size_t>(timer.elapsed() / 300);
        QVERIFY(network.origin.requests().size() <= 10 + pauses);
        QVERIFY(network.origin.requests().size() < 20);
    }

    void aHostThatComesBackIsAskedAgain()
    {
        Network network(2s);
        network.addFile(u"a.mp4"_s, 1000);
        // Three failures: the fourth attempt is the trial.
        QElapsedTimer timer;
        timer.start();
        QVERIFY(network.fetch(u"/fault/status=500,times=3/a.mp4"_s));
        QVERIFY(timer.elapsed() >= 1'999);
        QCOMPARE(network.progress->attempts.load(), 4);
        timer.restart();
        QVERIFY(network.fetch(u"/a.mp4"_s));
        QVERIFY(timer.elapsed() < 1'900);
    }

    void anUnreachableHostOpensItToo_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("reset") << u"rst=0"_s;
        QTest::newRow("silence") << u"stall=0"_s;
        QTest::newRow("500") << u"status=500"_s;
    }
    void anUnreachableHostOpensItToo()
    {
        QFETCH(QString, fault);
        Network network;
        network.options.fill.downloadTimeout = 1s; // silence is noticed after 100 ms
        network.options.fill.retry.maxRetries = 2;
        network.options.origin.hosts.breaker.firstPause = 60s;
        network.options.origin.hosts.breaker.longestPause = 60s;
        network.addFile(u"a.mp4"_s, 1000);
        QVERIFY(!network.fetch(u"/fault/%1/a.mp4"_s.arg(fault)));
        const auto asked = network.origin.requests().size();
        const auto waiting = network.start(u"/a.mp4"_s);
        const auto progress = network.progress;
        const auto reader = network.start(u"/b.mp4"_s, true); // the pause is long, but readers may
        QCOMPARE(await(reader).error().code, ErrorCode::OriginNotFound);
        QVERIFY(await(waiting)); // the host has answered: nobody waits any longer
        QCOMPARE(network.origin.requests().size(), asked + 2);
        QCOMPARE(progress->attempts.load(), 1);
    }

    void anotherObjectsFaultIsNotTheHosts()
    {
        Network network;
        network.options.fill.retry.maxRetries = 0;
        network.addFile(u"a.mp4"_s, 1000);
        for (int i = 0; i < 10; ++i) {
            QVERIFY(!network.fetch(u"/fault/status=404/x.mp4"_s));
            QVERIFY(!network.fetch(u"/fault/status=500/z.mp4"_s));
            QVERIFY(network.fetch(u"/a.mp4"_s));
        }
    }

    void retryAfterHoldsEveryTransferFromTheHost_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("429") << 429;
        QTest::newRow("503") << 503;
    }
    void retryAfterHoldsEveryTransferFromTheHost()
    {
        QFETCH(int, status);
        Network network;
        network.addFile(u"a.mp4"_s, 1000);
        QElapsedTimer timer;
        timer.start();
        const auto throttled
            = network.start(u"/fault/status=%1,retryafter=1,once/a.mp4"_s.arg(status));
        QTRY_COMPARE(network.origin.requests().size(), 1U);
        const auto progress = network.progress;
        QTRY_COMPARE(progress->state.load(), FillProgress::State::WaitingToRetry);
        const auto other = network.start(u"/a.mp4"_s, true);
        QVERIFY(await(other));
        QVERIFY(timer.elapsed() >= 999);
        QCOMPARE(network.progress->attempts.load(), 1); // it was never refused
        QVERIFY(await(throttled));
    }

    void aPauseIsNoLongerThanTheRetriesWouldWait()
    {
        Network network;
        network.addFile(u"a.mp4"_s, 1000);
        network.options.fill.retry.maxRetryAfter = 200ms;
        QCOMPARE(
            network.fetch(u"/fault/status=429,retryafter=3600/a.mp4"_s).error().code,
            ErrorCode::OriginThrottled);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(network.fetch(u"/a.mp4"_s));
        QVERIFY(timer.elapsed() < 2'000);
    }

    void waitingForTheHostIsNoTimeout()
    {
        Network network;
        network.addFile(u"a.mp4"_s, 400'000);
        network.options.fill.downloadTimeout = 1s; // for each attempt
        network.options.fill.retry.maxRetries = 0;
        const auto throttled = network.start(u"/fault/status=429,retryafter=1/b.mp4"_s);
        QVERIFY(!await(throttled));
        // Another second for the pause, and a fifth of one for the body.
        const auto object = network.fetch(u"/fault/rate=2000000/a.mp4"_s);
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
    }

    void noMoreRequestsAtOnceThanAllowedAndReadersFirst()
    {
        Network network;
        network.addFile(u"a.mp4"_s, 100'000);
        network.options.origin.hosts.maxPerHost = 4; // one of them for readers
        std::vector<QFuture<Result<FetchedObject>>> fetches;
        fetches.reserve(8);
        for (int i = 0; i < 8; ++i)
            fetches.push_back(network.start(u"/fault/stall=50000/a.mp4?%1"_s.arg(i)));
        QTRY_COMPARE(network.origin.requests().size(), 3U);
        const auto reader = network.start(u"/a.mp4?reader"_s, true);
        QVERIFY(await(reader));
        QCOMPARE(network.origin.requests().size(), 4U);
        QVERIFY(network.origin.openConnections() <= 4);
        network.stop(); // with five that wait for their turn
        for (const auto &fetch : fetches)
            QCOMPARE(fetch.result().error().code, ErrorCode::ShuttingDown);
    }

    void aTransferInOrderFreesItsPlace()
    {
        Network network;
        network.addFile(u"a.mp4"_s, 1000);
        network.options.origin.hosts.maxPerHost = 1;
        std::vector<QFuture<Result<FetchedObject>>> fetches;
        fetches.reserve(20);
        for (int i = 0; i < 20; ++i)
            fetches.push_back(network.start(u"/a.mp4?%1"_s.arg(i)));
        for (const auto &fetch : fetches)
            QVERIFY(await(fetch));
        // A redirect gives its place back before it is followed.
        QVERIFY(
            network.fetch(u"/fault/redirect=b.mp4,times=2/a.mp4"_s).error().code
            == ErrorCode::OriginNotFound);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_OriginHosts)
#include "tst_originhosts.moc"
