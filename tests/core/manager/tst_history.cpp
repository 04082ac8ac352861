// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/compat.h"
#include "core/manager/historyrecorder.h"
#include "tests/core/manager/managerfixture.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

QDateTime at(const QString &time)
{
    return QDateTime::fromString(time, Qt::ISODate);
}

HistoryCounts hits(qint64 count)
{
    HistoryCounts counts;
    counts.hits = count;
    return counts;
}

class tst_History : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatHappensIsAddedToItsMinuteAndItsHour()
    {
        History history;
        history.add(at(u"2026-01-31T12:00:01Z"_s), hits(1), 10, 1);
        history.add(at(u"2026-01-31T12:00:59Z"_s), hits(2), 30, 2);
        history.add(at(u"2026-01-31T12:01:00Z"_s), hits(4), 20, 1);
        history.add(at(u"2026-01-31T13:00:00Z"_s), hits(8), 40, 3);
        const QList<HistoryPoint> minutes{
            {at(u"2026-01-31T12:00:00Z"_s), hits(3), 30, 2},
            {at(u"2026-01-31T12:01:00Z"_s), hits(4), 20, 1},
            {at(u"2026-01-31T13:00:00Z"_s), hits(8), 40, 3}};
        const QList<HistoryPoint> hours{
            {at(u"2026-01-31T12:00:00Z"_s), hits(7), 20, 1},
            {at(u"2026-01-31T13:00:00Z"_s), hits(8), 40, 3}};
        QCOMPARE(history.minutes(), minutes);
        QCOMPARE(history.hours(), hours);
    }

    void aDayOfMinutesAndAMonthOfHoursAreKept()
    {
        History history;
        auto now = at(u"2026-01-01T00:00:00Z"_s);
        constexpr int minutes = 32 * 24 * 60;
        for (int i = 0; i < minutes; ++i, now = now.addSecs(60))
            history.add(now, hits(1), 0, 0);
        QCOMPARE(history.minutes().size(), 24 * 60);
        QCOMPARE(history.minutes().constFirst().start, at(u"2026-02-01T00:00:00Z"_s));
        QCOMPARE(history.hours().size(), 30 * 24);
        QCOMPARE(history.hours().constFirst().start, at(u"2026-01-03T00:00:00Z"_s));
        QCOMPARE(history.hours().constFirst().counts.hits, 60);
    }

    void aClockThatGoesBackAddsToTheNewest()
    {
        History history;
        history.add(at(u"2026-01-31T12:00:00Z"_s), hits(1), 0, 0);
        history.add(at(u"2026-01-30T12:00:00Z"_s), hits(2), 0, 0);
        QCOMPARE(history.minutes().size(), 1);
        QCOMPARE(history.minutes().constFirst().counts.hits, 3);
    }

    void theTextIsReadAgain()
    {
        History history;
        HistoryCounts counts{1, 2, 3'000'000'000'000, 4, 5, 6};
        history.add(at(u"2026-01-31T12:00:01Z"_s), counts, 10, 1);
        history.add(at(u"2026-01-31T15:10:01Z"_s), hits(1), 20, 2);
        const auto read = History::fromText(history.toText());
        QVERIFY(read);
        QCOMPARE(*read, history);
        QCOMPARE(*History::fromText(History().toText()), History());
    }

    void anotherThreadsCopySharesNothing()
    {
        History history;
        history.add(QDateTime::fromSecsSinceEpoch(0, utcZone), {}, 1, 1);
        const History copy = history.detached();
        QCOMPARE(copy, history);
        QVERIFY(copy.minutes().constData() != history.minutes().constData());
        QVERIFY(copy.hours().constData() != history.hours().constData());
    }

    void anythingElseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << ""_ba;
        QTest::newRow("no JSON") << "{"_ba;
        QTest::newRow("other format") << R"({"format":2,"minutes":[],"hours":[]})"_ba;
        QTest::newRow("no hours") << R"({"format":1,"minutes":[]})"_ba;
        QTest::newRow("a short row") << R"({"format":1,"minutes":[[1,2]],"hours":[]})"_ba;
        QTest::newRow("words") << R"({"format":1,"hours":[],"minutes":[[1,2,3,4,5,6,7,8,"9"]]})"_ba;
        QTest::newRow("not in order")
            << R"({"format":1,"hours":[],"minutes":[[9,0,0,0,0,0,0,0,0],[9,0,0,0,0,0,0,0,0]]})"_ba;
    }
    void anythingElseIsRefused()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(History::fromText(text).error().code, ErrorCode::Io);
    }

    void whatTheCacheCountsIsRecordedAndOutlivesTheProcess()
    {
        ManagerFixture fixture;
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"history.json"_s);
        fixture.counters.hits = 100; // of an earlier run
        {
            HistoryRecorder recorder(path, {fixture.cache, fixture.clock, fixture.pool});
            recorder.start();
            fixture.counters.hits += 3;
            fixture.counters.bytesFromOrigin += 700;
            recorder.record();
            QCOMPARE(recorder.history().minutes().size(), 1);
            QCOMPARE(recorder.history().minutes().constFirst().counts.hits, 3);
            fixture.counters.hits += 1;
            QVERIFY(QCoro::waitFor(recorder.stop()));
        }
        HistoryRecorder recorder(path, {fixture.cache, fixture.clock, fixture.pool});
        recorder.start();
        QCOMPARE(recorder.history().minutes().constFirst().counts.hits, 4);
        QCOMPARE(recorder.history().minutes().constFirst().counts.bytesFromOrigin, 700);
        QVERIFY(QCoro::waitFor(recorder.stop()));
    }

    void whatHappenedIsWrittenWithinAMinuteAndNothingIsNot()
    {
        ManagerFixture fixture;
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"history.json"_s);
        HistoryRecorder recorder(path, {fixture.cache, fixture.clock, fixture.pool});
        recorder.start();
        fixture.clock.advance(std::chrono::seconds{61});
        recorder.record(); // nothing has happened
        fixture.pool.waitForDone();
        QVERIFY(!QFile::exists(path));
        fixture.counters.hits += 3;
        recorder.record();
        const auto hitsInFile = [&path]() -> qint64 {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                return -1;
            const auto history = History::fromText(file.readAll());
            return history ? history->minutes().constLast().counts.hits : -1;
        };
        QTRY_COMPARE(hitsInFile(), 3);
        fixture.counters.hits += 1;
        fixture.clock.advance(std::chrono::seconds{59});
        recorder.record(); // not yet
        fixture.pool.waitForDone();
        QCOMPARE(hitsInFile(), 3);
        QVERIFY(QCoro::waitFor(recorder.stop()));
        QCOMPARE(hitsInFile(), 1);
    }

    void aDamagedFileIsReplacedAndAMissingFolderIsSaid()
    {
        ManagerFixture fixture;
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"history.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{") == 1);
        file.close();
        HistoryRecorder recorder(path, {fixture.cache, fixture.clock, fixture.pool});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"The history in .* begins anew"_s));
        recorder.start();
        QVERIFY(recorder.history().minutes().isEmpty());
        QVERIFY(QCoro::waitFor(recorder.stop()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(History::fromText(file.readAll()));

        const auto nowhere = directory.filePath(u"none/history.json"_s);
        HistoryRecorder lost(nowhere, {fixture.cache, fixture.clock, fixture.pool});
        lost.start();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Could not write .*none"_s));
        const auto stopped = QCoro::waitFor(lost.stop());
        QCOMPARE(stopped.error().code, ErrorCode::Io);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_History)
#include "tst_history.moc"
