// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/tokenbucket.h"

#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;

namespace {

class tst_TokenBucket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutALimitEverythingPasses()
    {
        TokenBucket bucket(0);
        QVERIFY(bucket.isUnlimited());
        QCOMPARE(bucket.take(1'000'000'000, 0ns), 1'000'000'000);
        QCOMPARE(bucket.take(1'000'000'000, 0ns), 1'000'000'000);
        QCOMPARE(bucket.timeUntil(1'000'000'000, 0ns), 0ns);
    }

    void tokensComeAtTheRateInPiecesWorthReading()
    {
        TokenBucket bucket(1'000'000, 5s); // pieces of 20,000, up to 100,000 saved
        QCOMPARE(bucket.take(500'000, 5s), 0);
        QCOMPARE(bucket.timeUntil(500'000, 5s), 20ms);
        QCOMPARE(bucket.take(500'000, 5s + 19ms), 0);
        QCOMPARE(bucket.take(500'000, 5s + 20ms), 20'000);
        QCOMPARE(bucket.take(500'000, 5s + 20ms), 0);
        QCOMPARE(bucket.take(500'000, 5s + 70ms), 50'000);
    }

    void noMoreThanATenthOfASecondIsSavedUp()
    {
        TokenBucket bucket(1'000'000);
        QCOMPARE(bucket.take(500'000, 3600s), 100'000);
        QCOMPARE(bucket.take(500'000, 3600s), 0);
    }

    void theEndOfABodyWaitsForItselfAlone()
    {
        TokenBucket bucket(1'000'000);
        QCOMPARE(bucket.timeUntil(500, 0ns), 500us);
        QCOMPARE(bucket.take(500, 499us), 0);
        QCOMPARE(bucket.take(500, 500us), 500);
    }

    void whatIsNotTakenStays()
    {
        TokenBucket bucket(1'000'000);
        QCOMPARE(bucket.take(1'000, 50ms), 1'000);
        QCOMPARE(bucket.take(100'000, 50ms), 49'000);
    }

    void theNewRateHoldsFromNowOn()
    {
        TokenBucket bucket(1'000'000);
        bucket.setRate(10'000'000, 50ms); // 50,000 came in before
        QCOMPARE(bucket.timeUntil(1'000'000, 50ms), 15ms); // of the 200,000 of a piece
        QCOMPARE(bucket.take(1'000'000, 65ms), 200'000);
        bucket.setRate(1'000'000, 1s); // 935 ms at ten million, capped, and capped again
        QCOMPARE(bucket.take(1'000'000, 1s), 100'000);
        bucket.setRate(0, 1s);
        QVERIFY(bucket.isUnlimited());
        bucket.setRate(1'000'000, 9s); // nothing comes from the time without a limit
        QCOMPARE(bucket.take(1'000'000, 9s), 0);
    }

    void atAVeryLowRateWholeKibibytesPass()
    {
        TokenBucket bucket(1'000);
        QCOMPARE(bucket.timeUntil(500'000, 0ns), 1024ms);
        QCOMPARE(bucket.take(500'000, 10s), 1024);
    }

    void timeThatStandsStillOrRunsBackwardsGivesNothing()
    {
        TokenBucket bucket(1'000'000, 1s);
        QCOMPARE(bucket.take(1'000, 500ms), 0);
        QCOMPARE(bucket.take(1'000, 1s), 0);
        QCOMPARE(bucket.take(1'000, 1s + 1ms), 1'000);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_TokenBucket)
#include "tst_tokenbucket.moc"
