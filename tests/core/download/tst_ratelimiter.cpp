// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/ratelimiter.h"
#include "tests/core/download/downloadfixture.h"

#include <QCoroFuture>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// One who takes tokens, and what came of it.
struct Taker
{
    std::shared_ptr<Wakeup> wakeup = Wakeup::create();
    std::optional<OriginResult<qint64>> result;
    int place = -1; ///< The first that was served is 0.
};

QCoro::Task<> takeFrom(
    RateLimiter *limiter, qint64 wanted, std::shared_ptr<Taker> taker, std::shared_ptr<int> served)
{
    taker->result = co_await limiter->take(wanted, taker->wakeup);
    taker->place = (*served)++;
}

struct Takers
{
    std::shared_ptr<int> served = std::make_shared<int>(0);

    std::shared_ptr<Taker> take(RateLimiter &limiter, qint64 wanted) const
    {
        auto taker = std::make_shared<Taker>();
        static_cast<void>(takeFrom(&limiter, wanted, taker, served));
        return taker;
    }
};

/// Bytes per second of @p bytes in the time since @p timer was started.
double rateOf(qint64 bytes, const QElapsedTimer &timer)
{
    return static_cast<double>(bytes) * 1e9 / static_cast<double>(timer.nsecsElapsed());
}

class tst_RateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutALimitNobodyWaits()
    {
        RateLimiter limiter;
        QVERIFY(limiter.isUnlimited());
        const auto taker = Takers{}.take(limiter, 1'000'000'000);
        QVERIFY(taker->result); // without any event loop
        QCOMPARE(**taker->result, 1'000'000'000);
    }

    void whoCameFirstIsServedFirst()
    {
        RateLimiter limiter;
        limiter.setRate(100'000);
        const Takers takers;
        std::vector<std::shared_ptr<Taker>> queue;
        for (int i = 0; i < 5; ++i)
            queue.push_back(takers.take(limiter, 2'000));
        QTRY_VERIFY(queue.back()->result);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(queue.at(static_cast<size_t>(i))->place, i);
    }

    void whoIsStoppedLeavesTheQueueToTheOthers()
    {
        RateLimiter limiter;
        limiter.setRate(1); // nobody is served today
        const Takers takers;
        const auto first = takers.take(limiter, 1'000'000);
        const auto second = takers.take(limiter, 1);
        first->wakeup->stop({ErrorCode::Cancelled, {}, {}});
        QTRY_VERIFY(first->result);
        QCOMPARE(first->result->error().error.code, ErrorCode::Cancelled);
        QTRY_VERIFY(second->result);
        QCOMPARE(**second->result, 1);
        const auto late = takers.take(limiter, 1'000);
        late->wakeup->stop({ErrorCode::ShuttingDown, {}, {}});
        QTRY_VERIFY(late->result);
    }

    void whoeverWaitsFollowsTheNewRate()
    {
        RateLimiter limiter;
        limiter.setRate(1);
        const Takers takers;
        const auto first = takers.take(limiter, 1'000'000);
        const auto second = takers.take(limiter, 1'000'000);
        limiter.setRate(50'000'000);
        QTRY_VERIFY(first->result);
        QTRY_VERIFY(second->result);
        limiter.setRate(1);
        const auto third = takers.take(limiter, 1'000'000);
        const auto fourth = takers.take(limiter, 1'000'000);
        limiter.setRate(0);
        QTRY_VERIFY(third->result);
        QTRY_VERIFY(fourth->result);
        QCOMPARE(**fourth->result, 1'000'000);
    }

    void twoTransfersTogetherKeepToTheLimit()
    {
        constexpr qint64 limit = 4'000'000;
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, limit);
        network.addFile(u"b.mp4"_s, limit);
        network.options.origin.maxBytesPerSecond = limit;
        auto &fetcher = network.fetcher();
        QElapsedTimer timer;
        timer.start();
        const auto a = fetcher.fetch(network.requestFor(network.origin.url(u"/a.mp4"_s)));
        const auto b = fetcher.fetch(network.requestFor(network.origin.url(u"/b.mp4"_s)));
        QVERIFY(await(a));
        QVERIFY(await(b));
        const auto rate = rateOf(2 * limit, timer);
        const auto shown = QByteArray::number(rate);
        QVERIFY2(rate < 1.1 * limit, shown.constData());
#ifndef __SANITIZE_THREAD__ // instrumented, hashing may be slower than the limit
        QVERIFY2(rate > 0.9 * limit, shown.constData());
#endif
        // Neither had to wait for the other: both came in at half of it.
        const auto durationOf = [](const QFuture<Result<FetchedObject>> &future) {
            return future.result()->duration;
        };
        QVERIFY(durationOf(a) > 1500ms);
        QVERIFY(durationOf(b) > 1500ms);
    }

    void raisingTheLimitSpeedsUpWhatRuns()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 20'000'000);
        network.options.origin.maxBytesPerSecond = 400'000; // fifty seconds
        auto &fetcher = network.fetcher();
        QElapsedTimer timer;
        timer.start();
        const auto done = fetcher.fetch(network.requestFor(network.origin.url(u"/a.mp4"_s)));
        QTRY_VERIFY(network.progress->received >= 100'000);
        network.options.origin.maxBytesPerSecond = 40'000'000;
        fetcher.setOptions(network.options);
        QTRY_VERIFY(network.progress->received >= 2'000'000);
        network.options.origin.maxBytesPerSecond = 0;
        fetcher.setOptions(network.options);
        QVERIFY(await(done));
        QVERIFY(timer.elapsed() < 10'000);
        QCOMPARE(network.progress->attempts.load(), 1);
    }

    void aLimitIsNoStallAndNoTimeout()
    {
        DownloadFixture network;
        const auto bytes = network.addFile(u"a.mp4"_s, 400'000);
        network.options.fill.downloadTimeout = 1s; // and a stall takes 100 ms
        network.options.origin.maxBytesPerSecond = 200'000;
        const auto object = network.fetch(u"/a.mp4"_s);
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        QCOMPARE(object->sha256, sha256Hex(bytes));
        QCOMPARE(network.progress->attempts.load(), 1);
    }

    void aFetchThatWaitsForTokensIsCancelledAtOnce()
    {
        DownloadFixture network;
        network.addFile(u"a.mp4"_s, 400'000);
        network.options.origin.maxBytesPerSecond = 1;
        auto &fetcher = network.fetcher();
        const auto done = fetcher.fetch(network.requestFor(network.origin.url(u"/a.mp4"_s)));
        QTRY_COMPARE(network.progress->state.load(), FillProgress::State::Receiving);
        fetcher.cancel(network.progress);
        QCOMPARE(await(done).error().code, ErrorCode::Cancelled);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RateLimiter)
#include "tst_ratelimiter.moc"
