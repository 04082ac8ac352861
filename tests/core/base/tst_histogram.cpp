// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/histogram.h"

#include <QTest>

#include <thread>

using namespace r2cache;
using namespace std::chrono_literals;

namespace {

class tst_Histogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyDurationIsInTheBucketThatHoldsIt()
    {
        for (qint64 micros = 0; micros < (1 << 20); micros += 1 + micros / 97) {
            const auto bucket = HistogramCounts::bucketOf(std::chrono::microseconds{micros});
            QVERIFY(HistogramCounts::beginOf(bucket).count() <= micros);
            QVERIFY(micros < HistogramCounts::beginOf(bucket + 1).count());
        }
    }

    void extremesAreCounted()
    {
        QCOMPARE(HistogramCounts::bucketOf(-1s), size_t{0});
        QCOMPARE(HistogramCounts::bucketOf(std::chrono::hours{100}), HistogramCounts::buckets - 1);
    }

    void nothingHasNoQuantile()
    {
        const HistogramCounts none;
        QVERIFY(!none.quantile(0.5));
        QVERIFY(!none.mean());
        QCOMPARE(none.below(20), 0);
    }

    void quantilesAreWithinAnEighth_data()
    {
        QTest::addColumn<double>("fraction");
        QTest::addColumn<qint64>("micros");
        QTest::newRow("median") << 0.5 << qint64{5000};
        QTest::newRow("p90") << 0.9 << qint64{9000};
        QTest::newRow("p99") << 0.99 << qint64{9900};
        QTest::newRow("all") << 1.0 << qint64{10'000};
    }

    void quantilesAreWithinAnEighth()
    {
        QFETCH(const double, fraction);
        QFETCH(const qint64, micros);
        Histogram histogram;
        for (int i = 1; i <= 10'000; ++i)
            histogram.record(std::chrono::microseconds{i});
        const auto found = histogram.counts().quantile(fraction).value() / 1us;
        QVERIFY2(
            std::abs(found - micros) * 8 <= micros, QByteArray::number(qint64{found}).constData());
        QCOMPARE(histogram.counts().mean().value(), 5000us + 500ns);
    }

    void boundsOfPowersOfTwoAreExact()
    {
        Histogram histogram;
        for (const auto duration : {0us, 63us, 64us, 127us, 128us})
            histogram.record(duration);
        QCOMPARE(histogram.counts().below(6), 2);
        QCOMPARE(histogram.counts().below(7), 4);
        QCOMPARE(histogram.counts().total(), 5);
    }

    void threadsAreAddedUp()
    {
        Histogram histogram;
        const auto count = [&histogram] {
            for (int i = 0; i < 10'000; ++i)
                histogram.record(10us);
        };
        std::thread other(count);
        count();
        other.join();
        auto sum = histogram.counts();
        QCOMPARE(sum.total(), 20'000);
        sum += histogram.counts();
        QCOMPARE(sum.total(), 40'000);
        QCOMPARE(sum.sum, 400ms);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Histogram)
#include "tst_histogram.moc"
