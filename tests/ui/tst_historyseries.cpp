// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/times.h"
#include "ui/historyseries.h"

#include <QJsonArray>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 megabyte = 1024LL * 1024;
constexpr qint64 midnight = 1'699'920'000'000; ///< A whole day, UTC.

QJsonObject point(qint64 start, qint64 hits, qint64 misses, qint64 served)
{
    return {
        {u"start"_s, timeToJson(QDateTime::fromMSecsSinceEpoch(start))},
        {u"hits"_s, hits},
        {u"misses"_s, misses},
        {u"bytesFromCache"_s, served},
        {u"bytesFromOrigin"_s, 1},
        {u"downloads"_s, 2}};
}

ServiceStatus statusOf(qint64 served, qint64 hits, qint64 misses)
{
    ServiceStatus status;
    status.proxy.totalBytesServed = served;
    status.cache.totalHits = hits;
    status.cache.totalMisses = misses;
    return status;
}

class tst_HistorySeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheServiceTellsIsRead()
    {
        const QJsonObject history{
            {u"resolution"_s, u"minute"_s},
            {u"points"_s,
             QJsonArray{
                 point(midnight, 3, 1, 60 * megabyte), QJsonObject{{u"start"_s, u"never"_s}},
                 point(midnight + minute, 1, 0, megabyte)}}};
        const auto steps = stepsOf(history, midnight + minute + 20 * second);
        QCOMPARE(steps.size(), 2);
        QCOMPARE(steps[0], (HistoryStep{midnight, minute, 3, 1, 60 * megabyte, 1, 2}));
        QCOMPARE(steps[1].length, 20 * second); // it is not over yet
        QCOMPARE(sumOf(steps, midnight).hits, 4);
        QCOMPARE(sumOf(steps, midnight + 1).hits, 1);
        QCOMPARE(
            throughputOf(steps),
            (QList<ChartPoint>{
                {midnight + 30 * second, 1.0}, {midnight + minute + 10 * second, 1.0 / 20}}));
        QCOMPARE(hitRateOf(steps)[0].value, 75.0);
    }

    void stepsWithoutRequestsHaveNoHitRate()
    {
        const QList<HistoryStep> steps{{0, minute, 0, 0}, {minute, minute, 0, 2}};
        QCOMPARE(hitRateOf(steps), (QList<ChartPoint>{{minute + minute / 2, 0.0}}));
        QCOMPARE(throughputOf(steps).size(), 2);
    }

    void stepsArePutTogether()
    {
        QList<HistoryStep> minutes;
        for (int i = 0; i < 25; ++i)
            minutes.append({midnight + i * minute, minute, 1, 0, megabyte});
        minutes.removeAt(3); // it did not run then: the rest counts for its own time
        const auto tens = inStepsOf(10 * minute, minutes);
        QCOMPARE(tens.size(), 3);
        QCOMPARE(tens[0].hits, 9);
        QCOMPARE(tens[0].length, 9 * minute);
        QCOMPARE(tens[1].start, midnight + 10 * minute);
        QCOMPARE(tens[2].length, 5 * minute);
        QCOMPARE(throughputOf(tens)[0].value, throughputOf(minutes)[0].value);
        QCOMPARE(chartSteps(ChartSpan::Day, minutes, {}, {}), tens);
        QCOMPARE(chartSteps(ChartSpan::Month, {}, minutes, {}).size(), 1);
    }

    void theNewestSecondsComeFromTheStatus()
    {
        const QList<HistoryStep> minutes{
            {midnight, minute, 1}, {midnight + minute, 30 * second, 2}};
        const QList<HistoryStep> live{
            {midnight + 50 * second, 10 * second, 7},
            {midnight + minute, 10 * second, 8},
            {midnight + minute + 10 * second, 10 * second, 9}};
        const auto steps = chartSteps(ChartSpan::Hour, minutes, {}, live);
        QCOMPARE(steps, (QList<HistoryStep>{minutes[0], live[1], live[2]}));
        QCOMPARE(chartSteps(ChartSpan::Hour, minutes, {}, {}), minutes);
    }

    void looksAtTheStatusBecomeSteps()
    {
        LiveSteps live;
        live.add(midnight, statusOf(5 * megabyte, 1, 1));
        QVERIFY(!live.bytesPerSecond());
        QVERIFY(live.steps().isEmpty());
        for (int i = 1; i <= 10; ++i)
            live.add(midnight + i * 2 * second, statusOf((5 + i * 4) * megabyte, 1 + i, 1));
        QCOMPARE(live.bytesPerSecond(), 2.0 * megabyte);
        QCOMPARE(live.steps().size(), 2);
        QCOMPARE(live.steps()[0], (HistoryStep{midnight, 10 * second, 5, 0, 20 * megabyte, 0, 0}));

        // A restart: its totals begin at 0, and nothing is reckoned over the break.
        live.add(midnight + 22 * second, statusOf(0, 0, 0));
        QVERIFY(!live.bytesPerSecond());
        live.add(midnight + 24 * second, statusOf(6 * megabyte, 0, 0));
        QCOMPARE(live.bytesPerSecond(), 3.0 * megabyte);
        QCOMPARE(live.steps().constLast().start, midnight + 22 * second);

        // What is older than five minutes goes.
        live.add(midnight + 24 * second + 50 * second, statusOf(6 * megabyte, 0, 0));
        for (int i = 0; i < 6; ++i)
            live.add(midnight + (124 + i * 50) * second, statusOf(6 * megabyte, 0, 0));
        QVERIFY(live.steps().constFirst().start > midnight + 20 * second);
        QCOMPARE(live.bytesPerSecond(), 0.0);
    }

    void timeSavedIsReckonedWithTheSpeedOfDownloads_data()
    {
        QTest::addColumn<qint64>("saved");
        QTest::addColumn<qint64>("downloads");
        QTest::addColumn<qint64>("fetched");
        QTest::addColumn<double>("averageMs");
        QTest::addColumn<qint64>("expectedMs"); // -1: left out
        QTest::newRow("ten at 5 MB/s")
            << 500 * megabyte << qint64{10} << 100 * megabyte << 2000.0 << 100 * second;
        QTest::newRow("nothing saved")
            << qint64{0} << qint64{10} << 100 * megabyte << 2000.0 << qint64{-1};
        QTest::newRow("lost") << qint64{-5} << qint64{10} << 100 * megabyte << 2000.0 << qint64{-1};
        QTest::newRow("too few") << megabyte << qint64{2} << 100 * megabyte << 2000.0 << qint64{-1};
        QTest::newRow("too little") << megabyte << qint64{10} << qint64{1000} << 2.0 << qint64{-1};
        QTest::newRow("no time known")
            << megabyte << qint64{10} << 100 * megabyte << 0.0 << qint64{-1};
    }
    void timeSavedIsReckonedWithTheSpeedOfDownloads()
    {
        QFETCH(qint64, saved);
        QFETCH(qint64, downloads);
        QFETCH(qint64, fetched);
        QFETCH(double, averageMs);
        QFETCH(qint64, expectedMs);
        HistoryStep month;
        month.downloads = downloads;
        month.bytesFetched = fetched;
        const auto time = timeSaved(saved, month, averageMs);
        QCOMPARE(time ? time->milliseconds : -1, expectedMs);
        if (time)
            QCOMPARE(time->bytesPerSecond, 5 * megabyte);
    }
};

} // namespace

QTEST_MAIN(tst_HistorySeries)
#include "tst_historyseries.moc"
