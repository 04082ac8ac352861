// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/cleaner.h"
#include "tests/core/manager/managerfixture.h"

#include <QDir>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray bytes(1000, 'v');

/// A cache whose origin answers each question with what the test says of its URL.
struct Fixture : ManagerFixture
{
    explicit Fixture(SpaceBudget::Limits limits = {1'000'000, 100, 0})
        : ManagerFixture(limits)
    { }
    ~Fixture()
    {
        if (!QTest::qWaitFor([this] { return cleaner.running() == 0; }, 20'000))
            qFatal("A cleaning still runs.");
    }

    static QString url(int number) { return u"https://a.r2.dev/%1.mp4"_s.arg(number); }
    [[nodiscard]] R2Url objectAt(int number) const { return object(url(number)); }
    EntryRecord fill(int number, const QByteArray &content = bytes)
    {
        return take(obtained(objectAt(number), content));
    }
    bool isHere(int number)
    {
        return wait(index->newestEntry(objectAt(number).id)).value().has_value();
    }
    CleaningReport clean()
    {
        const auto cleaning = cleaner.clean();
        if (!QTest::qWaitFor([&] { return cleaning.isFinished(); }, 20'000))
            qFatal("The cleaning does not end.");
        return cleaning.result();
    }
    /// Files here lie under the machine's clock, which the test's is to be behind.
    void passRealTimeAnd(std::chrono::milliseconds time)
    {
        const auto behind
            = std::chrono::milliseconds{clock.nowUtc().msecsTo(QDateTime::currentDateTimeUtc())};
        clock.advance(std::max(behind, 0ms) + time);
    }

    QHash<QString, ErrorCode> gone; ///< URL → what the origin says; others are not modified.
    QList<QString> asked;
    std::function<void()> whenAsked;
    Revalidator revalidator{videos, [this](const R2Url &object, const QByteArray &) {
                                asked.append(object.canonical);
                                if (whenAsked)
                                    whenAsked();
                                QPromise<Result<ProbedObject>> promise;
                                promise.start();
                                if (gone.contains(object.canonical))
                                    promise.addResult(
                                        failure(gone.value(object.canonical), u"It has gone."_s));
                                else
                                    promise.addResult(ProbedObject{.notModified = true});
                                promise.finish();
                                return promise.future();
                            }};
    Cleaner cleaner{
        {videos, revalidator, pool}, {.interval = std::chrono::hours{1}, .lookAtClockEvery = 1ms}};
};

class tst_Cleaner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCacheInOrderStaysAsItIs()
    {
        Fixture fixture;
        fixture.fill(1);
        const auto report = fixture.clean();
        QCOMPARE(report.removedEntries, 0);
        QCOMPARE(report.bytesFreed, 0);
        QCOMPARE(report.errors, QStringList());
        QVERIFY(fixture.isHere(1));
        QVERIFY(fixture.asked.isEmpty());
        QCOMPARE(fixture.counters.lastCleanupMs.load(), fixture.clock.nowUtc().toMSecsSinceEpoch());
    }

    void expiredEntriesAreAskedAbout_data()
    {
        QTest::addColumn<int>("answer"); // an ErrorCode; -1: not modified
        QTest::addColumn<bool>("stays");
        QTest::addColumn<bool>("isFresh");
        const auto code = [](ErrorCode error) {
            return static_cast<int>(error);
        };
        QTest::newRow("304") << -1 << true << true;
        QTest::newRow("404 or 410") << code(ErrorCode::OriginNotFound) << false << false;
        QTest::newRow("401 or 403") << code(ErrorCode::OriginForbidden) << true << false;
        QTest::newRow("no answer") << code(ErrorCode::OriginUnreachable) << true << false;
    }
    void expiredEntriesAreAskedAbout()
    {
        QFETCH(int, answer);
        QFETCH(bool, stays);
        QFETCH(bool, isFresh);
        Fixture fixture;
        fixture.fill(1);
        fixture.clock.advance(24h * 8);
        fixture.fill(2); // fresh
        if (answer >= 0)
            fixture.gone.insert(Fixture::url(1), static_cast<ErrorCode>(answer));
        const auto report = fixture.clean();
        QCOMPARE(fixture.asked, QList<QString>{Fixture::url(1)});
        QCOMPARE(fixture.isHere(1), stays);
        QVERIFY(fixture.isHere(2));
        QCOMPARE(report.removedEntries, stays ? 0 : 1);
        QCOMPARE(report.bytesFreed, stays ? 0 : 1000);
        QCOMPARE(report.errors, QStringList());
        if (stays) {
            const auto entry = fixture.wait(fixture.index->newestEntry(fixture.objectAt(1).id));
            QCOMPARE((*entry)->validatedAt == fixture.clock.nowUtc(), isFresh);
        }
    }

    void whatHasGoneAtItsOriginStaysWhileHeld_data()
    {
        QTest::addColumn<bool>("byPin");
        QTest::newRow("lease") << false;
        QTest::newRow("pin, set while the origin was asked") << true;
    }
    void whatHasGoneAtItsOriginStaysWhileHeld()
    {
        QFETCH(bool, byPin);
        Fixture fixture;
        fixture.fill(1);
        const QString id = fixture.objectAt(1).id;
        fixture.clock.advance(24h * 8);
        fixture.gone.insert(Fixture::url(1), ErrorCode::OriginNotFound);
        if (byPin) {
            fixture.whenAsked = [&fixture, id] {
                const EntryKey key{id, 1};
                const auto pinned = fixture.wait(fixture.index->changeEntry(
                    key, [](EntryRecord &record) { record.pinned = true; }));
                QVERIFY(pinned);
            };
        } else {
            std::ignore = fixture.cache.leases().open({id}, 24h);
        }
        QCOMPARE(fixture.clean().removedEntries, 0);
        QVERIFY(fixture.isHere(1));
    }

    void loweredLimitsAreKept()
    {
        Fixture fixture;
        for (int i = 1; i <= 4; ++i) {
            fixture.fill(i);
            fixture.clock.advance(1s);
        }
        auto options = fixture.cache.options();
        options.limits.maxBytes = 2500;
        fixture.cache.setOptions(options);
        const auto report = fixture.clean();
        QCOMPARE(report.removedEntries, 2);
        QCOMPARE(report.bytesFreed, 2000);
        QVERIFY(!fixture.isHere(1) && !fixture.isHere(2));
        QVERIFY(fixture.isHere(3) && fixture.isHere(4));
    }

    void asMuchAsCanGoGoesWhenTheRestIsHeld()
    {
        Fixture fixture;
        for (int i = 1; i <= 3; ++i)
            fixture.fill(i);
        const QSet<QString> held{fixture.objectAt(1).id, fixture.objectAt(2).id};
        std::ignore = fixture.cache.leases().open(held, 1h);
        auto options = fixture.cache.options();
        options.limits.maxEntries = 1;
        fixture.cache.setOptions(options);
        QCOMPARE(fixture.clean().removedEntries, 1);
        QVERIFY(fixture.isHere(1) && fixture.isHere(2) && !fixture.isHere(3));
    }

    void diskSpaceIsGivenBack()
    {
        Fixture fixture({1'000'000, 100, 5000});
        for (int i = 1; i <= 3; ++i)
            fixture.fill(i);
        fixture.disk.available = 3500;
        QCOMPARE(fixture.clean().removedEntries, 2);
    }

    void nothingGoesInVainWhereOthersHaveFilledTheDisk()
    {
        Fixture fixture({1'000'000, 100, 5000});
        for (int i = 1; i <= 3; ++i) {
            fixture.fill(i);
            fixture.clock.advance(1s);
        }
        fixture.disk.available = 1500; // 3500 are missing, 3000 are here
        QCOMPARE(fixture.clean().removedEntries, 0);
        // Limits of its own are kept all the same.
        auto options = fixture.cache.options();
        options.limits.maxEntries = 2;
        fixture.cache.setOptions(options);
        QCOMPARE(fixture.clean().removedEntries, 1);
        QVERIFY(!fixture.isHere(1) && fixture.isHere(2) && fixture.isHere(3));
    }

    void straysAndOldRemainsGo()
    {
        Fixture fixture;
        fixture.fill(1);
        const auto entry = fixture.fill(2);
        const QString directory = fixture.store->directory();
        QVERIFY(QFile::remove(fixture.store->pathOf(entry.fileName()))); // a row without a file
        fixture.writePartial(7, "half a video");
        const QString strayId = CacheFixture::idOf(8);
        fixture.writePartial(8, "no sidecar");
        QVERIFY(QFile::rename(
            fixture.store->partialPath(strayId), fixture.store->pathOf(strayId + u".mp4"_s)));

        const auto report = fixture.clean();
        QCOMPARE(report.removedEntries, 1);
        QVERIFY(!fixture.isHere(2));
        QVERIFY(QFile::exists(directory + u"/quarantine/"_s + strayId + u".mp4"_s));
        QVERIFY(QFile::exists(fixture.store->partialPath(CacheFixture::idOf(7)))); // young

        fixture.passRealTimeAnd(24h * 8);
        const auto later = fixture.clean();
        QCOMPARE(later.errors, QStringList());
        QCOMPARE(later.bytesFreed, 10);
        QVERIFY(QDir(directory + u"/quarantine"_s).isEmpty());
        QVERIFY(QDir(directory + u"/partial"_s).isEmpty());
        QVERIFY(fixture.isHere(1));
    }

    void aPartialFileThatAFillWritesStays()
    {
        Fixture fixture;
        const auto object = fixture.objectAt(1);
        const auto obtaining = fixture.obtain(object);
        QVERIFY(fixture.fetchBegins(0));
        const QString path = fixture.fetcher.fetches[0]->request.partialPath;
        {
            const auto file = CacheFixture::take(OpenFile::open(path, O_WRONLY | O_CREAT));
            CacheFixture::require(file.writeAt(0, "bytes"));
        }
        fixture.passRealTimeAnd(24h * 8);
        fixture.clean();
        QVERIFY(QFile::exists(path));
    }

    void objectsNobodyAsksForAreForgotten()
    {
        Fixture fixture;
        fixture.fill(1);
        CacheFixture::require(fixture.wait(fixture.videos.remember({fixture.objectAt(2)})));
        const auto knows = [&](int number) {
            return fixture.wait(fixture.index->object(fixture.objectAt(number).id))->has_value();
        };
        fixture.clock.advance(24h * 29);
        fixture.clean();
        QVERIFY(knows(1) && knows(2));
        fixture.clock.advance(24h * 2);
        fixture.clean();
        QVERIFY(knows(1)); // it has an entry
        QVERIFY(!knows(2));
    }

    void theIndexGivesItsSpaceBack()
    {
        Fixture fixture;
        QList<ObjectRow> rows;
        for (int i = 0; i < 5000; ++i) {
            ObjectRow row;
            row.id = CacheFixture::idOf(i);
            row.canonicalUrl = QString(u"https://a.r2.dev/"_s + QString(200, u'x'));
            row.extension = u"mp4"_s;
            row.lastAskedAt = fixture.clock.nowUtc();
            rows.append(row);
        }
        CacheFixture::require(fixture.wait(fixture.index->rememberObjects(rows)));
        fixture.clock.advance(24h * 31);
        const auto all = fixture.clock.nowUtc();
        CacheFixture::require(fixture.wait(fixture.index->forgetObjectsOlderThan(all)));
        const auto before = fixture.wait(fixture.index->vacuumStep(1)).value();
        QCOMPARE(fixture.wait(fixture.index->vacuumStep(100)).value(), before - 100);
        QCOMPARE(fixture.clean().errors, QStringList());
        QCOMPARE(fixture.wait(fixture.index->vacuumStep(1)).value(), 0); // no free page is left
    }

    void oneCleaningAtATime()
    {
        Fixture fixture;
        fixture.fill(1);
        fixture.clock.advance(24h * 8);
        const auto first = fixture.cleaner.clean();
        const auto second = fixture.cleaner.clean();
        QCOMPARE(fixture.cleaner.running(), 1);
        QTRY_VERIFY(first.isFinished() && second.isFinished());
        QCOMPARE(fixture.asked.size(), 1);
    }

    void theScheduleFollowsTheClock()
    {
        Fixture fixture;
        fixture.fill(1);
        fixture.cleaner.start();
        const auto lastCleaning = [&] {
            return fixture.counters.lastCleanupMs.load();
        };
        fixture.clock.advance(59min);
        int turns = 0;
        QTimer counting;
        connect(&counting, &QTimer::timeout, &counting, [&turns] { ++turns; });
        counting.start(1);
        QTRY_VERIFY(turns > 20); // the clock was looked at meanwhile
        QCOMPARE(lastCleaning(), 0);
        fixture.clock.advance(1min);
        QTRY_VERIFY(lastCleaning() > 0);
        QTRY_COMPARE(fixture.cleaner.running(), 0);
        const auto first = lastCleaning();
        fixture.clock.advance(60min);
        QTRY_VERIFY(lastCleaning() > first);
    }

    void withoutAScheduleNothingRuns()
    {
        Fixture fixture;
        fixture.cleaner.setOptions({.isScheduled = false, .lookAtClockEvery = 1ms});
        fixture.cleaner.start();
        fixture.clock.advance(24h);
        int turns = 0;
        QTimer counting;
        connect(&counting, &QTimer::timeout, &counting, [&turns] { ++turns; });
        counting.start(1);
        QTRY_VERIFY(turns > 20);
        QCOMPARE(fixture.counters.lastCleanupMs.load(), 0);
    }

    void afterStoppingNothingIsBegun()
    {
        Fixture fixture;
        fixture.fill(1);
        fixture.clock.advance(24h * 8);
        fixture.gone.insert(Fixture::url(1), ErrorCode::OriginNotFound);
        fixture.cleaner.start();
        fixture.cleaner.stop();
        QCOMPARE(fixture.clean().removedEntries, 0);
        QVERIFY(fixture.isHere(1));
        QVERIFY(fixture.asked.isEmpty());
    }

    void aStepThatFailsIsNamedAndTheOthersAreDone()
    {
        Fixture fixture;
        fixture.fill(1);
        fixture.disk.isBroken = true;
        fixture.clock.advance(24h * 8);
        const auto report = fixture.clean();
        QCOMPARE(report.errors.size(), 1);
        QCOMPARE(fixture.asked.size(), 1);
        QVERIFY(fixture.counters.lastCleanupMs.load() > 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Cleaner)
#include "tst_cleaner.moc"
