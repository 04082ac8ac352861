// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/segmentplanner.h"

#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;

using Ranges = std::vector<ByteRange>;
Q_DECLARE_METATYPE(r2cache::ByteRange)
Q_DECLARE_METATYPE(Ranges)
Q_DECLARE_METATYPE(SegmentPlanner::Segments)

namespace {

constexpr qint64 total = 10'000;
constexpr ByteRange nothing{-1, -1};

SegmentPlanner::Options small()
{
    SegmentPlanner::Options options;
    options.maxConnections = 16;
    options.firstChunk = 1000;
    options.minChunk = 100;
    options.maxChunk = 4000;
    options.perChunk = 2s;
    options.readerDelay = 100ms;
    options.silence = 4s;
    options.growthWindow = 1s;
    options.firstConnections = 1;
    return options;
}

RangeSet setOf(const Ranges &ranges)
{
    RangeSet set;
    for (const auto &range : ranges)
        set.add(range);
    return set;
}

class tst_SegmentPlanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whereReadersJumpAboutChunksAreSmall()
    {
        auto options = small();
        options.perScatteredChunk = 500ms;
        SegmentPlanner planner(options, total);
        planner.setScattered(true);
        QCOMPARE(planner.next({}, {}, 1000), (ByteRange{0, 500}));
        // A reader's own, too: as fast as the others are.
        const SegmentPlanner::Segments running{
            {{0, 2000}, 600}, {{2000, 4000}, 400}, {{4000, 5000}}};
        QCOMPARE(planner.forReader(7000, {}, running), (ByteRange{7000, 7250}));
        planner.setScattered(false);
        QCOMPARE(planner.next({}, {}, 1000), (ByteRange{0, 2000}));
        QCOMPARE(planner.forReader(7000, {}, running), (ByteRange{7000, 8000}));
    }

    void theNextRangeIsTheFirstThatNobodyBrings_data()
    {
        QTest::addColumn<Ranges>("present");
        QTest::addColumn<SegmentPlanner::Segments>("running");
        QTest::addColumn<double>("rate");
        QTest::addColumn<ByteRange>("next");
        using Segments = SegmentPlanner::Segments;
        const auto row
            = [](const char *name, Ranges present, Segments running, double rate, ByteRange next) {
                  QTest::newRow(name) << present << running << rate << next;
              };
        row("speed unknown", {}, {}, 0, {0, 1000});
        row("two seconds' worth", {}, {}, 700, {0, 1400});
        row("never less", {}, {}, 1, {0, 100});
        row("never more", {}, {}, 1e9, {0, 4000});
        row("behind what is here", {{0, 500}}, {}, 0, {500, 1500});
        row("up to what is here", {{600, 700}}, {}, 0, {0, 600});
        row("behind what runs", {}, {{{0, 2000}}}, 0, {2000, 3000});
        row("what a connection has brought is present", {{0, 300}}, {{{300, 2000}}}, 0,
            {2000, 3000});
        row("the hole between", {{0, 300}, {800, 5000}}, {{{300, 500}}}, 0, {500, 800});
        row("a share of the rest", {{0, 8000}}, {{{8000, 9000}}}, 1e9, {9000, 9501});
        row("no share smaller than the least", {{0, 9700}}, {{{9700, 9800}}}, 1e9, {9800, 9901});
        row("a lone connection takes all", {{0, 8000}}, {{{8000, 8000}}}, 1e9, {8000, 10000});
        row("all here", {{0, total}}, {}, 0, nothing);
        row("all on its way", {{0, 5000}}, {{{5000, total}}}, 0, nothing);
    }
    void theNextRangeIsTheFirstThatNobodyBrings()
    {
        QFETCH(Ranges, present);
        QFETCH(SegmentPlanner::Segments, running);
        QFETCH(double, rate);
        const SegmentPlanner planner(small(), total);
        QTEST(planner.next(setOf(present), running, rate).value_or(nothing), "next");
    }

    void aReaderGetsAConnectionWhereNoneComesSoon_data()
    {
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<Ranges>("present");
        QTest::addColumn<SegmentPlanner::Segments>("running");
        QTest::addColumn<ByteRange>("range");
        using Segments = SegmentPlanner::Segments;
        const auto row = [](const char *name, qint64 offset, Ranges present, Segments running,
                            ByteRange range) {
            QTest::newRow(name) << offset << present << running << range;
        };
        row("nobody on the way", 5000, {}, {}, {5000, 6000});
        row("here", 5000, {{4000, 6000}}, {}, nothing);
        row("outside", total, {}, {}, nothing);
        row("just being brought", 5000, {}, {{{5000, 6000}, 1000}}, nothing);
        row("there in 50 ms", 5000, {}, {{{4950, 6000}, 1000}}, nothing);
        row("there in 200 ms", 5000, {}, {{{4800, 6000}, 1000}}, {5000, 6000});
        row("not asked for so far", 5000, {}, {{{4950, 5000}, 1000}}, {5000, 6000});
        row("a new connection is trusted", 5000, {}, {{{4000, 6000}}}, nothing);
        row("a silent one is not", 5000, {}, {{{5000, 6000}, 1000, 4s}}, {5000, 6000});
        row("silent, but doubled", 5000, {}, {{{5000, 6000}, 1000, 5s}, {{5000, 6000}}}, nothing);
        row("up to the next connection", 5000, {}, {{{5500, 6000}, 1000}}, {5000, 5500});
        row("up to what is here", 5000, {{5200, 5300}}, {}, {5000, 5200});
        row("up to the end", 9900, {}, {}, {9900, total});
    }
    void aReaderGetsAConnectionWhereNoneComesSoon()
    {
        QFETCH(qint64, offset);
        QFETCH(Ranges, present);
        QFETCH(SegmentPlanner::Segments, running);
        const SegmentPlanner planner(small(), total);
        QTEST(planner.forReader(offset, setOf(present), running).value_or(nothing), "range");
    }

    void unassignedIsWhatNobodyBrings()
    {
        const SegmentPlanner planner(small(), total);
        QCOMPARE(planner.unassigned({}, {}), total);
        QCOMPARE(planner.unassigned(setOf({{0, 1000}}), {{{1000, 3000}}, {{2000, 4000}}}), 6000);
    }

    void connectionsAreDoubledWhileThatPays()
    {
        ConnectionGrowth growth(small(), 0ms, total);
        QCOMPARE(growth.connections(), 1);
        growth.measure(999ms, 1000, 1'000'000);
        QCOMPARE(growth.connections(), 1);
        growth.measure(1000ms, 1000, 1'000'000);
        QCOMPARE(growth.connections(), 2);
        growth.measure(2000ms, 3000, 1'000'000);
        QCOMPARE(growth.connections(), 4);
        growth.measure(3000ms, 5100, 1'000'000); // a twentieth more: no gain
        QCOMPARE(growth.connections(), 4);
        growth.measure(4000ms, 7200, 1'000'000); // nor now
        QCOMPARE(growth.connections(), 4);
        growth.measure(5000ms, 50'000, 1'000'000);
        QCOMPARE(growth.connections(), 4); // settled
    }

    void oneWindowWithoutGainIsChance()
    {
        ConnectionGrowth growth(small(), 0ms, total);
        growth.measure(1000ms, 1000, 1'000'000);
        QCOMPARE(growth.connections(), 2);
        growth.measure(2000ms, 1500, 1'000'000); // an origin that sends in bursts
        QCOMPARE(growth.connections(), 2);
        growth.measure(3000ms, 3500, 1'000'000);
        QCOMPARE(growth.connections(), 4);
    }

    void aLargeObjectBeginsWithSeveral_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<int>("connections");
        QTest::newRow("less than a chunk") << qint64{10} << 1;
        QTest::newRow("two chunks") << qint64{2999} << 2;
        QTest::newRow("many") << qint64{100'000} << 4;
    }
    void aLargeObjectBeginsWithSeveral()
    {
        QFETCH(qint64, bytes);
        auto options = small();
        options.firstConnections = 4;
        QTEST(ConnectionGrowth(options, 0ms, bytes).connections(), "connections");
        options.maxConnections = 1;
        QCOMPARE(ConnectionGrowth(options, 0ms, bytes).connections(), 1);
    }

    void connectionsHaveALimit()
    {
        auto options = small();
        options.maxConnections = 3;
        ConnectionGrowth growth(options, 0ms, total);
        qint64 received = 0;
        for (int second = 1; second < 6; ++second) {
            received += second * second * 1000;
            growth.measure(std::chrono::seconds{second}, received, 1'000'000);
        }
        QCOMPARE(growth.connections(), 3);
    }

    void whatEndsSoonGetsNoMore()
    {
        ConnectionGrowth growth(small(), 0ms, total);
        growth.measure(1000ms, 1000, 2000);
        QCOMPARE(growth.connections(), 1);
    }

    void aRefusalIsRemembered()
    {
        ConnectionGrowth growth(small(), 0ms, total);
        growth.measure(1000ms, 1000, 1'000'000);
        growth.measure(2000ms, 3000, 1'000'000);
        growth.limit(2);
        QCOMPARE(growth.connections(), 2);
        growth.measure(3000ms, 9000, 1'000'000);
        QCOMPARE(growth.connections(), 2);
        growth.limit(0);
        QCOMPARE(growth.connections(), 1);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SegmentPlanner)
#include "tst_segmentplanner.moc"
