// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/rangeset.h"

#include <QRandomGenerator>
#include <QTest>

using namespace r2cache;

namespace {

using Ranges = std::vector<ByteRange>;

RangeSet setOf(const Ranges &ranges)
{
    RangeSet set;
    for (const auto &range : ranges)
        set.add(range);
    return set;
}

class tst_RangeSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addedRangesAreKeptApartOnlyByGaps()
    {
        QCOMPARE(setOf({{0, 10}, {20, 30}}).ranges(), (Ranges{{0, 10}, {20, 30}}));
        QCOMPARE(setOf({{20, 30}, {0, 10}}).ranges(), (Ranges{{0, 10}, {20, 30}}));
        QCOMPARE(setOf({{0, 10}, {10, 20}}).ranges(), (Ranges{{0, 20}}));
        QCOMPARE(setOf({{10, 20}, {0, 10}}).ranges(), (Ranges{{0, 20}}));
        QCOMPARE(setOf({{0, 10}, {20, 30}, {5, 25}}).ranges(), (Ranges{{0, 30}}));
        QCOMPARE(setOf({{0, 10}, {20, 30}, {40, 50}, {10, 40}}).ranges(), (Ranges{{0, 50}}));
        QCOMPARE(setOf({{0, 50}, {10, 20}}).ranges(), (Ranges{{0, 50}}));
        QCOMPARE(setOf({{10, 20}, {0, 50}}).ranges(), (Ranges{{0, 50}}));
    }

    void anEmptyRangeAddsNothing()
    {
        QVERIFY(setOf({{5, 5}, {9, 3}}).ranges().empty());
        QCOMPARE(setOf({{0, 10}, {20, 30}, {15, 15}}).ranges().size(), 2U);
    }

    void gapsAreWhatIsMissingInside()
    {
        const auto set = setOf({{10, 20}, {30, 40}});
        QCOMPARE(set.gaps({0, 50}), (Ranges{{0, 10}, {20, 30}, {40, 50}}));
        QCOMPARE(set.gaps({10, 40}), (Ranges{{20, 30}}));
        QCOMPARE(set.gaps({12, 18}), Ranges{});
        QCOMPARE(set.gaps({15, 25}), (Ranges{{20, 25}}));
        QCOMPARE(set.gaps({5, 15}), (Ranges{{5, 10}}));
        QCOMPARE(set.gaps({20, 30}), (Ranges{{20, 30}}));
        QCOMPARE(set.gaps({40, 45}), (Ranges{{40, 45}}));
        QCOMPARE(set.gaps({15, 15}), Ranges{});
        QCOMPARE(RangeSet{}.gaps({3, 7}), (Ranges{{3, 7}}));
    }

    void aRangeIsContainedOnlyWhole()
    {
        const auto set = setOf({{10, 20}, {30, 40}});
        QVERIFY(set.contains({10, 20}));
        QVERIFY(set.contains({39, 40}));
        QVERIFY(set.contains({50, 50}));
        QVERIFY(!set.contains({9, 11}));
        QVERIFY(!set.contains({19, 21}));
        QVERIFY(!set.contains({10, 40}));
        QVERIFY(!set.contains({20, 21}));
    }

    void aReaderMayGoOnToTheEndOfItsStretch()
    {
        const auto set = setOf({{10, 20}, {30, 40}});
        QCOMPARE(set.contiguousEnd(10), 20);
        QCOMPARE(set.contiguousEnd(19), 20);
        QCOMPARE(set.contiguousEnd(20), 20);
        QCOMPARE(set.contiguousEnd(0), 0);
        QCOMPARE(set.contiguousEnd(35), 40);
        QCOMPARE(set.contiguousEnd(99), 99);
    }

    /// Against the plainest model there is: one flag per byte.
    void itAgreesWithABitmap()
    {
        QRandomGenerator random{20260101};
        constexpr int size = 64;
        for (int round = 0; round < 200; ++round) {
            RangeSet set;
            std::vector<bool> bitmap(size, false);
            for (int step = 0; step < 12; ++step) {
                const ByteRange range{random.bounded(size), random.bounded(size + 1)};
                set.add(range);
                for (auto i = range.begin; i < range.end; ++i)
                    bitmap[static_cast<size_t>(i)] = true;

                QCOMPARE(set.byteCount(), std::count(bitmap.begin(), bitmap.end(), true));
                qint64 missing = 0;
                for (const auto &gap : set.gaps({0, size})) {
                    missing += gap.length();
                    for (auto i = gap.begin; i < gap.end; ++i)
                        QVERIFY(!bitmap[static_cast<size_t>(i)]);
                }
                QCOMPARE(missing + set.byteCount(), size);
                for (qint64 i = 0; i < size; ++i)
                    QCOMPARE(set.contains({i, i + 1}), bool{bitmap[static_cast<size_t>(i)]});
            }
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RangeSet)
#include "tst_rangeset.moc"
