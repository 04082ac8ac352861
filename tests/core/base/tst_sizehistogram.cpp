// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/errorcounts.h"
#include "core/base/sizehistogram.h"

#include <QTest>

using namespace r2cache;

namespace {

class tst_SizeHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySizeIsInTheBucketThatHoldsIt_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<size_t>("bucket");
        const auto row = [](const char *name, qint64 bytes, size_t bucket) {
            QTest::newRow(name) << bytes << bucket;
        };
        row("nothing", 0, 0);
        row("1 KiB", 1024, 0);
        row("a byte more", 1025, 1);
        row("4 KiB", 4096, 1);
        row("a megabyte", 1 << 20, 5);
        row("64 GiB", qint64{64} << 30, SizeHistogramCounts::bounds - 1);
        row("more", (qint64{64} << 30) + 1, SizeHistogramCounts::bounds);
    }
    void everySizeIsInTheBucketThatHoldsIt()
    {
        QFETCH(const qint64, bytes);
        QFETCH(const size_t, bucket);
        QCOMPARE(SizeHistogramCounts::bucketOf(bytes), bucket);
        SizeHistogram histogram;
        histogram.record(bytes);
        histogram.record(bytes);
        const auto counts = histogram.counts();
        QCOMPARE(counts.counts.at(bucket), 2);
        QCOMPARE(counts.total(), 2);
        QCOMPARE(counts.sum, 2 * bytes);
    }

    void errorsAreCountedByTheirCode()
    {
        ErrorCounts counts;
        counts.add(ErrorCode::Internal);
        counts.add(ErrorCode::InvalidArgument);
        counts.add(ErrorCode::Internal);
        QCOMPARE(counts.of(ErrorCode::Internal), 2);
        QCOMPARE(counts.of(ErrorCode::InvalidArgument), 1);
        QCOMPARE(counts.of(ErrorCode::Io), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SizeHistogram)
#include "tst_sizehistogram.moc"
