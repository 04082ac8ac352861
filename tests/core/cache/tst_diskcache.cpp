// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/freshness.h"
#include "tests/core/cache/cachefixture.h"

#include <QCoreApplication>
#include <QFile>
#include <QSignalSpy>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kilobyte(1000, 'k');

/// Waits until the index has answered some questions: what was asked before has its answer, and
/// what follows from that.
bool indexHasAnswered(const CacheFixture &fixture)
{
    for (int i = 0; i < 5; ++i) {
        const auto asked = fixture.index->newestEntry(CacheFixture::idOf(1));
        if (!QTest::qWaitFor([&asked] { return asked.isFinished(); }))
            return false;
    }
    return true;
}

class tst_DiskCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCommittedFillIsFoundWithItsBytes()
    {
        CacheFixture fixture;
        QVERIFY(!fixture.has(1));
        const auto entry = fixture.add(1, "bytes of a video");
        QVERIFY(entry);
        QCOMPARE(entry->version, 1);
        const auto file = fixture.find(1).value();
        QVERIFY(file);
        QCOMPARE(file->file.readAt(0, 100).value(), "bytes of a video");
        QCOMPARE(fixture.lookup.atHand({CacheFixture::idOf(1), 0}), file);
        QCOMPARE(fixture.cache.budget().storedBytes(), 16);
        QCOMPARE(fixture.cache.budget().reservedBytes(), 0);
    }

    void theLeastRecentlyUsedMakeRoom()
    {
        CacheFixture fixture({3500, 100, 0});
        for (int i = 1; i <= 3; ++i)
            QVERIFY(fixture.add(i, kilobyte));
        fixture.clock.advance(10s);
        fixture.lookup.touch(*fixture.find(1).value()); // 2 is now the oldest
        QTRY_COMPARE(
            fixture.wait(fixture.index->newestEntry(CacheFixture::idOf(1))).value()->accessCount,
            1);
        QVERIFY(fixture.add(4, kilobyte));
        QVERIFY(fixture.has(1));
        QVERIFY(!fixture.has(2));
        QVERIFY(fixture.has(3));
        QVERIFY(fixture.has(4));
        QCOMPARE(fixture.cache.budget().storedBytes(), 3000);
        QCOMPARE(fixture.store->list().value().size(), 6);
    }

    void theNumberOfEntriesIsALimitToo()
    {
        CacheFixture fixture({1'000'000, 2, 0});
        for (int i = 1; i <= 3; ++i)
            QVERIFY(fixture.add(i, kilobyte));
        QVERIFY(!fixture.has(1));
        QCOMPARE(fixture.cache.budget().entries(), 2);
    }

    void whatIsHeldIsNeverEvicted_data()
    {
        QTest::addColumn<QString>("by");
        for (const char *by : {"lease", "pin", "reader"})
            QTest::newRow(by) << QString::fromLatin1(by);
    }
    void whatIsHeldIsNeverEvicted()
    {
        QFETCH(QString, by);
        CacheFixture fixture({2500, 100, 0});
        QVERIFY(fixture.add(1, kilobyte));
        QVERIFY(fixture.add(2, kilobyte));
        EntryFilePtr reader;
        if (by == u"lease") {
            std::ignore = fixture.cache.leases().open({CacheFixture::idOf(1)}, 1h);
        } else if (by == u"pin") {
            auto record = fixture.find(1).value()->record;
            record.pinned = true;
            QVERIFY(fixture.wait(fixture.index->putEntry(record)));
        } else {
            reader = fixture.find(1).value();
        }
        QVERIFY(fixture.add(3, kilobyte));
        QVERIFY(fixture.has(1));
        QVERIFY(!fixture.has(2));
        QVERIFY(fixture.has(3));
    }

    void whenNothingCanGoTheFillFailsAtOnceAndNothingIsLost()
    {
        CacheFixture fixture({2500, 100, 0});
        QVERIFY(fixture.add(1, kilobyte));
        QVERIFY(fixture.add(2, kilobyte));
        std::ignore = fixture.cache.leases().open({CacheFixture::idOf(1)}, 1h);
        // Evicting 2 would not make enough room, so 2 stays.
        const auto refused = QCoro::waitFor(fixture.cache.reserve(CacheFixture::idOf(3), 2000));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::CacheFull);
        QVERIFY(refused.error().message.contains(u"CACHE_MAX_SIZE_GB"));
        QVERIFY(fixture.has(2));
        QCOMPARE(fixture.cache.budget().reservedBytes(), 0);

        const auto tooLarge = QCoro::waitFor(fixture.cache.reserve(CacheFixture::idOf(3), 9000));
        QCOMPARE(tooLarge.error().code, ErrorCode::CacheFull);
        QVERIFY(fixture.has(2));
    }

    void belowTheFreeSpaceLimitEntriesGoOrTheFillFails()
    {
        CacheFixture fixture({1'000'000, 100, 5000});
        QVERIFY(fixture.add(1, kilobyte));
        fixture.disk.available = 4000;
        const auto refused = QCoro::waitFor(fixture.cache.reserve(CacheFixture::idOf(2), 1000));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DiskFull);
        QVERIFY(refused.error().message.contains(u"CACHE_MIN_FREE_GB"));
    }

    void twoReservationsDoNotShareTheSameRoom()
    {
        CacheFixture fixture({2500, 100, 0});
        auto first = fixture.cache.reserve(CacheFixture::idOf(1), 2000);
        auto second = fixture.cache.reserve(CacheFixture::idOf(2), 2000);
        QVERIFY(QCoro::waitFor(std::move(first)));
        QVERIFY(!QCoro::waitFor(std::move(second)));
        QVERIFY(QCoro::waitFor(
            fixture.cache.fillFailed(CacheFixture::idOf(1), {ErrorCode::Cancelled, {}, {}})));
        QVERIFY(QCoro::waitFor(fixture.cache.reserve(CacheFixture::idOf(2), 2000)));
    }

    void anEvictedFilesBytesCountUntilItsLastReaderIsDone()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        auto reader = fixture.find(1).value();
        QVERIFY(QCoro::waitFor(fixture.cache.remove(CacheFixture::idOf(1), false)));
        QVERIFY(!fixture.has(1));
        QCOMPARE(fixture.cache.budget().storedBytes(), 1000);
        QCOMPARE(reader->file.readAt(0, 10).value().size(), 10); // goes on reading
        reader.reset();
        QCOMPARE(fixture.cache.budget().storedBytes(), 0);
    }

    void deletingALeasedEntryNeedsForce()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        std::ignore = fixture.cache.leases().open({CacheFixture::idOf(1)}, 1h);
        const auto refused = QCoro::waitFor(fixture.cache.remove(CacheFixture::idOf(1), false));
        QCOMPARE(refused.error().code, ErrorCode::Leased);
        QVERIFY(fixture.has(1));
        const auto removed = QCoro::waitFor(fixture.cache.remove(CacheFixture::idOf(1), true));
        QCOMPARE(removed->removedEntries, 1);
        QCOMPARE(
            QCoro::waitFor(fixture.cache.remove(CacheFixture::idOf(1), true)).error().code,
            ErrorCode::NotFound);
    }

    void clearingFollowsItsStrategy()
    {
        using Strategy = ClearRequest::Strategy;
        CacheFixture fixture({10'000, 100, 0});
        for (int i = 1; i <= 4; ++i)
            QVERIFY(fixture.add(i, QByteArray(qsizetype{i} * 1000, 'x')));
        const auto clear = [&](const ClearRequest &request) {
            return QCoro::waitFor(fixture.cache.clear(request)).value();
        };
        auto report = clear({Strategy::SizeLimit, {}, {}, {}}); // 10,000 stored, mark 8,000
        QCOMPARE(report.removedEntries, 1);
        QVERIFY(!fixture.has(4));
        report = clear({Strategy::LeastRecentlyUsed, {}, {}, 5500});
        QCOMPARE(report.removedEntries, 1);
        QVERIFY(!fixture.has(1));
        report = clear({Strategy::TtlExpired, {}, {}, {}});
        QCOMPARE(report.removedEntries, 0);
        report = clear({Strategy::Manual, u"https://*/2.mp4"_s, {}, {}});
        QCOMPARE(report.removedEntries, 1);
        QCOMPARE(report.bytesFreed, 2000);
        fixture.clock.advance(24h * 8);
        report = clear({Strategy::TtlExpired, {}, {}, {}});
        QCOMPARE(report.removedEntries, 1);
        QVERIFY(fixture.add(5, kilobyte));
        report = clear({Strategy::All, {}, {}, {}});
        QCOMPARE(report.removedEntries, 1);
        QCOMPARE(fixture.cache.budget().storedBytes(), 0);
        QCOMPARE(fixture.cache.budget().entries(), 0);
        QCOMPARE(fixture.store->list().value(), QStringList());
    }

    void aSecondFillBecomesTheNextVersion()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, "old bytes"));
        const auto reader = fixture.find(1).value();
        const auto lease = fixture.cache.leases().open({CacheFixture::idOf(1)}, 1h);
        const auto second = fixture.add(1, "new bytes!");
        QVERIFY(second);
        QCOMPARE(second->version, 2);
        QCOMPARE(second->fileName(), CacheFixture::idOf(1) + u"-2.mp4");
        // the lease keeps the old one
        const auto old = QCoro::waitFor(fixture.lookup.find(EntryKey{CacheFixture::idOf(1), 1}));
        QCOMPARE(old.value()->file.readAt(0, 100).value(), "old bytes");
        QVERIFY(fixture.cache.leases().end(lease.id));
        QVERIFY(fixture.add(1, "newest"));
        // Of a version that is gone the next one, of one that has not come yet none.
        const auto next = QCoro::waitFor(fixture.lookup.find(EntryKey{CacheFixture::idOf(1), 2}));
        QCOMPARE(next.value()->record.version, 3);
        const auto none = QCoro::waitFor(fixture.lookup.find(EntryKey{CacheFixture::idOf(1), 4}));
        QVERIFY(!none.value());
    }

    void aVanishedFileIsAMissAndItsRowGoes()
    {
        CacheFixture fixture;
        const auto entry = fixture.add(1, kilobyte);
        QVERIFY(QFile::remove(fixture.store->pathOf(entry->fileName())));
        QVERIFY(!fixture.has(1));
        QVERIFY(!fixture.wait(fixture.index->newestEntry(entry->id)).value());
        QCOMPARE(fixture.cache.budget().entries(), 0);
        QCOMPARE(fixture.cache.budget().storedBytes(), 0);
    }

    void theSameFaultCountsOnce_data()
    {
        QTest::addColumn<bool>("quarantine");
        QTest::newRow("forgotten") << false;
        QTest::newRow("to quarantine") << true;
    }
    void theSameFaultCountsOnce()
    {
        QFETCH(bool, quarantine);
        CacheFixture fixture;
        const auto entry = fixture.add(1, kilobyte).value();
        QVERIFY(fixture.add(2, kilobyte));
        auto other = entry;
        other.sha256 = QByteArray(64, 'a');
        QVERIFY(QCoro::waitFor(fixture.cache.discard(other, quarantine))); // of bytes not here
        QCOMPARE(fixture.cache.budget().entries(), 2);
        auto first = fixture.cache.discard(entry, quarantine);
        auto second = fixture.cache.discard(entry, quarantine);
        QVERIFY(QCoro::waitFor(std::move(first)));
        QVERIFY(QCoro::waitFor(std::move(second)));
        QVERIFY(QCoro::waitFor(fixture.cache.discard(entry, quarantine)));
        QVERIFY(!fixture.has(1));
        QCOMPARE(fixture.cache.budget().entries(), 1);
        QCOMPARE(fixture.cache.budget().storedBytes(), quarantine ? 2000 : 1000);
    }

    void aNewVersionTakesOverWhatPeopleSaid()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, "old bytes"));
        const QString id = CacheFixture::idOf(1);
        const EntryChange pin = [](EntryRecord &record) {
            record.pinned = true;
            record.tags = {u"intro"_s};
            record.ttlMs = 1000;
        };
        QVERIFY(QCoro::waitFor(fixture.cache.change(id, pin)));
        const auto lease = fixture.cache.leases().open({id}, 1h);
        const auto renewed = fixture.add(1, "new bytes!").value();
        QCOMPARE(renewed.version, 2);
        QVERIFY(renewed.pinned);
        QCOMPARE(renewed.tags, QStringList{u"intro"_s});
        QCOMPARE(renewed.ttlMs, 1000);
        // The leased one is held by its lease alone.
        const auto old = fixture.wait(fixture.index->exactEntry({id, 1})).value();
        QVERIFY(old && !old->pinned);
        QVERIFY(!fixture.store->readSidecar(id, 1)->pinned);
        QVERIFY(fixture.store->readSidecar(id, 2)->pinned);
    }

    void aPolicyGoesOverAndIsInTheSidecar()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, "old bytes"));
        const QString id = CacheFixture::idOf(1);
        const EntryChange never = [](EntryRecord &record) {
            record.ttlMs = ttlMsOf(FreshnessPolicy::Never);
        };
        QVERIFY(QCoro::waitFor(fixture.cache.change(id, never)));
        QCOMPARE(policyOf(*fixture.store->readSidecar(id, 1)), FreshnessPolicy::Never);
        QCOMPARE(policyOf(fixture.add(1, "new bytes!").value()), FreshnessPolicy::Never);
        QCOMPARE(policyOf(*fixture.store->readSidecar(id, 2)), FreshnessPolicy::Never);
        fixture.clock.advance(24h * 365 * 100);
        EntryQuery query;
        query.now = fixture.clock.nowUtc();
        query.expired = true;
        QVERIFY(fixture.wait(fixture.index->page(query)).value().entries.isEmpty());
    }

    void confirmingUndoesNoPin()
    {
        CacheFixture fixture;
        const auto stale = fixture.add(1, kilobyte).value();
        const QString id = CacheFixture::idOf(1);
        const EntryChange pin = [](EntryRecord &record) {
            record.pinned = true;
        };
        QVERIFY(QCoro::waitFor(fixture.cache.change(id, pin)));
        QVERIFY(QCoro::waitFor(fixture.cache.confirm(stale)));
        QVERIFY(fixture.wait(fixture.index->newestEntry(id)).value()->pinned);
        QVERIFY(fixture.store->readSidecar(id, 1)->pinned);
    }

    void aChangeThatChangesNothingWritesNothing()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        const QString id = CacheFixture::idOf(1);
        const QString sidecar = fixture.store->pathOf(id + u".json"_s);
        const EntryChange pin = [](EntryRecord &record) {
            record.pinned = true;
        };
        const QSignalSpy changes(&fixture.cache, &DiskCache::entryChanged);
        QVERIFY(QCoro::waitFor(fixture.cache.change(id, pin)));
        QCOMPARE(changes.size(), 1);
        QVERIFY(QFile::remove(sidecar)); // whoever writes it again is noticed
        const auto again = QCoro::waitFor(fixture.cache.change(id, pin));
        QVERIFY(again);
        QVERIFY(again->pinned);
        QCOMPARE(changes.size(), 1);
        QVERIFY(!QFile::exists(sidecar));
    }

    void aSidecarThatCouldNotBeWrittenIsWrittenTheNextTime()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        const QString id = CacheFixture::idOf(1);
        const QString temporary = fixture.store->pathOf(id + u".json.tmp"_s);
        const EntryChange pin = [](EntryRecord &record) {
            record.pinned = true;
        };
        QVERIFY(QDir().mkdir(temporary)); // in the way
        QVERIFY(!QCoro::waitFor(fixture.cache.change(id, pin)));
        QVERIFY(!fixture.store->readSidecar(id, 1)->pinned);
        QVERIFY(QDir().rmdir(temporary));
        // The row says so already; its sidecar does not.
        QVERIFY(QCoro::waitFor(fixture.cache.change(id, pin)));
        QVERIFY(fixture.store->readSidecar(id, 1)->pinned);
    }

    void whatALoweredLimitHadToLeaveGoesWhenNobodyHoldsIt()
    {
        CacheFixture fixture;
        QSet<QString> held;
        for (int i = 1; i <= 4; ++i) {
            QVERIFY(fixture.add(i, kilobyte));
            held.insert(CacheFixture::idOf(i));
        }
        const auto lease = fixture.cache.leases().open(held, 1h);
        auto options = fixture.cache.options();
        options.limits.maxEntries = 2;
        fixture.cache.setOptions(options);
        QCOMPARE(QCoro::waitFor(fixture.cache.keepLimits())->removedEntries, 0);
        QCOMPARE(fixture.cache.budget().entries(), 4);
        QVERIFY(fixture.cache.leases().end(lease.id));
        QTRY_COMPARE(fixture.cache.budget().entries(), 2); // in the next second
        QVERIFY(fixture.has(3) && fixture.has(4));
    }

    void lookingForWhatIsAboveTheLimitsTakesATenthOfTheTimeAtMost()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        const auto lease = fixture.cache.leases().open({CacheFixture::idOf(1)}, 1h);
        auto options = fixture.cache.options();
        options.limits.maxEntries = 0;
        int looks = 0;
        fixture.disk.onUsage = [&fixture, &looks] {
            if (++looks == 1)
                fixture.clock.advance(10s); // so long does it take to look through what is held
        };
        fixture.cache.setOptions(options);
        QTRY_VERIFY(looks > 0);
        // Comes after it: the look has ended.
        QCOMPARE(QCoro::waitFor(fixture.cache.keepLimits())->removedEntries, 0);
        const int looked = looks;

        auto &leases = fixture.cache.leases();
        QVERIFY(leases.end(lease.id));
        std::ignore = leases.open({CacheFixture::idOf(2)}, 1s);
        const QSignalSpy seconds(&leases, &Leases::ended);
        fixture.clock.advance(89s);
        QTRY_COMPARE(seconds.size(), 1); // it does each second what it does each second
        QCOMPARE(looks, looked);
        fixture.clock.advance(1s);
        QTRY_COMPARE(fixture.cache.budget().entries(), 0);
    }

    void whatTwoRemoveAtOnceIsCountedOnce()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        const auto first = asFuture(fixture.cache.remove(CacheFixture::idOf(1), true));
        const auto second = asFuture(fixture.cache.remove(CacheFixture::idOf(1), true));
        QTRY_VERIFY_WITH_TIMEOUT(first.isFinished() && second.isFinished(), 20'000);
        QCOMPARE(fixture.cache.budget().entries(), 0);
        QTRY_COMPARE(fixture.cache.budget().storedBytes(), 0);
    }

    void theSameBytesFetchedWhileTheyAreRemovedStay()
    {
        // The same bytes are the same version, under the same file name.
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        QVERIFY(QCoro::waitFor(fixture.cache.reserve(CacheFixture::idOf(1), kilobyte.size())));
        fixture.writePartial(1, kilobyte);
        const auto removed = asFuture(fixture.cache.remove(CacheFixture::idOf(1), true));
        const auto committed = asFuture(fixture.cache.commit(fixture.recordOf(1, kilobyte)));
        QTRY_VERIFY_WITH_TIMEOUT(removed.isFinished() && committed.isFinished(), 20'000);
        QVERIFY(removed.result());
        QVERIFY(committed.result());
        // Whichever came first: what the index says is what is on the disk and in the budget.
        const auto row = fixture.wait(fixture.index->newestEntry(CacheFixture::idOf(1))).value();
        QCOMPARE(fixture.has(1), row.has_value());
        QCOMPARE(fixture.cache.budget().entries(), row ? 1 : 0);
        QTRY_COMPARE(
            fixture.cache.budget().storedBytes(), row ? qint64{kilobyte.size()} : qint64{0});
        QCOMPARE(
            QFile::exists(fixture.store->pathOf(CacheFixture::idOf(1) + u".mp4"_s)),
            row.has_value());
    }

    void lookingAtAnEntryHoldsItNot()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        bool wasHeld = true;
        const EntryChange nothing = [&](EntryRecord &) {
            wasHeld = fixture.cache.isBusy(CacheFixture::idOf(1));
        };
        const auto looking = asFuture(fixture.cache.change(CacheFixture::idOf(1), nothing));
        QTRY_VERIFY_WITH_TIMEOUT(looking.isFinished(), 20'000);
        QVERIFY(!wasHeld);
        QVERIFY(looking.result());
    }

    void whatIsBeingNotedOfAnEntryKeepsItNot()
    {
        CacheFixture fixture;
        QVERIFY(fixture.add(1, kilobyte));
        SlowNote note(fixture, 1);
        QTRY_VERIFY(note.isBeingWritten());
        const auto clearing
            = asFuture(fixture.cache.clear({ClearRequest::Strategy::All, {}, {}, {}}));
        QVERIFY(indexHasAnswered(fixture)); // the clearing has asked the index by then
        const bool hasWaited = !clearing.isFinished();
        note.release();
        QTRY_VERIFY(note.isWritten() && clearing.isFinished());
        QVERIFY(hasWaited);
        QCOMPARE(clearing.result()->removedEntries, 1);
        QCOMPARE(clearing.result()->kept.sum(), 0);
        QVERIFY(!fixture.has(1));
    }

    void whatIsBeingNotedOfAnEntryKeepsNoRoom()
    {
        CacheFixture fixture({2500, 100, 0});
        QVERIFY(fixture.add(1, kilobyte));
        QVERIFY(fixture.add(2, kilobyte));
        const auto lease = fixture.cache.leases().open({CacheFixture::idOf(2)}, 1h);
        SlowNote note(fixture, 1);
        QTRY_VERIFY(note.isBeingWritten());
        const auto reserving
            = asFuture(fixture.cache.reserve(CacheFixture::idOf(3), kilobyte.size()));
        QVERIFY(indexHasAnswered(fixture)); // it has looked for victims by then
        note.release();
        QTRY_VERIFY(note.isWritten() && reserving.isFinished());
        QVERIFY(reserving.result());
        QVERIFY(!fixture.has(1));
        QVERIFY(fixture.has(2));
    }

    void whatIsNotHereCannotBeChanged()
    {
        CacheFixture fixture;
        const EntryChange nothing = [](EntryRecord &) {
        };
        const auto changed = QCoro::waitFor(fixture.cache.change(CacheFixture::idOf(1), nothing));
        QCOMPARE(changed.error().code, ErrorCode::NotFound);
    }

    void anEntityTagNeverStandsForOtherBytes()
    {
        CacheFixture fixture;
        const auto id = CacheFixture::idOf(1);
        ObjectRow object;
        object.id = id;
        object.canonicalUrl = u"https://a.r2.dev/1.mp4"_s;
        object.extension = u"mp4"_s;
        object.lastAskedAt = fixture.clock.nowUtc();
        QVERIFY(fixture.wait(fixture.index->rememberObjects({object})));
        QCOMPARE(fixture.add(1, "first bytes")->version, 1);
        QVERIFY(QCoro::waitFor(fixture.cache.remove(id, false)));
        QCOMPARE(fixture.add(1, "first bytes")->version, 1); // the same again
        QVERIFY(QCoro::waitFor(fixture.cache.remove(id, false)));
        QCOMPARE(fixture.add(1, "other bytes")->version, 2);
        QVERIFY(QCoro::waitFor(fixture.cache.remove(id, false)));
        QCOMPARE(fixture.add(1, "third bytes")->version, 3);
        QCOMPARE(fixture.cache.budget().entries(), 1);
        QCOMPARE(fixture.cache.budget().storedBytes(), 11);
    }

    void aTruncatedFileIsAMiss()
    {
        CacheFixture fixture;
        const auto entry = fixture.add(1, kilobyte);
        QVERIFY(QFile::resize(fixture.store->pathOf(entry->fileName()), 999));
        QVERIFY(!fixture.has(1));
    }

    void countersAndTotalsSurviveARestart()
    {
        const QTemporaryDir root;
        {
            CacheFixture fixture({1'000'000, 100, 0}, root.path());
            QVERIFY(fixture.add(1, kilobyte));
            fixture.counters.hits = 7;
        }
        CacheFixture fixture({1'000'000, 100, 0}, root.path());
        QCOMPARE(fixture.counters.hits, 7);
        QCOMPARE(fixture.cache.budget().storedBytes(), 1000);
        QVERIFY(fixture.has(1));
    }

    void partialFilesOfAnEarlierRunAreRemoved()
    {
        const QTemporaryDir root;
        QString partial;
        {
            CacheFixture fixture({1'000'000, 100, 0}, root.path());
            fixture.writePartial(1, kilobyte);
            partial = fixture.store->partialPath(CacheFixture::idOf(1));
        }
        QVERIFY(QFile::exists(partial));
        const CacheFixture fixture({1'000'000, 100, 0}, root.path());
        QVERIFY(!QFile::exists(partial));
    }

    void aSidecarBecomesNoStrayWhileItsEntryIsMade_data()
    {
        QTest::addColumn<int>("turnsBefore"); // of the event loop, between looking and committing
        for (int turns = 0; turns < 6; ++turns)
            QTest::addRow("%d", turns) << turns;
    }
    void aSidecarBecomesNoStrayWhileItsEntryIsMade()
    {
        QFETCH(int, turnsBefore);
        CacheFixture fixture;
        // Killed between sidecar and video: reconciliation finds the sidecar, and the next fill is
        // about to be committed.
        const auto record = fixture.recordOf(1, "video");
        fixture.writePartial(1, "video");
        QVERIFY(fixture.store->writeSidecar(record));
        const auto removing = asFuture(fixture.cache.removeStray(record.id + u".json"_s));
        for (int turn = 0; turn < turnsBefore; ++turn)
            QCoreApplication::processEvents();
        const auto committing = asFuture(fixture.cache.commit(record));
        QVERIFY(QTest::qWaitFor([&] { return removing.isFinished() && committing.isFinished(); }));
        QVERIFY(removing.result());
        QVERIFY(committing.result());
        QVERIFY(fixture.has(1));
        QVERIFY(fixture.store->readSidecar(record.id, record.version));
        // Now it has a row.
        const auto again = QCoro::waitFor(fixture.cache.removeStray(record.id + u".json"_s));
        QVERIFY(again);
        QVERIFY(!*again);
    }

    void accessesSurviveAChangeOfTheirEntry()
    {
        EntryMap map(16);
        EntryRecord record;
        record.id = CacheFixture::idOf(1);
        const auto file = std::make_shared<EntryFile>(record, OpenFile(), QDateTime());
        map.insert(file, map.epoch(record.id));
        file->accesses = 3;
        map.reopen({record.id, 1});
        QVERIFY(!map.find({record.id, 1}));
        const auto touches = map.takeTouches();
        QCOMPARE(touches.size(), 1);
        QCOMPARE(touches.constFirst().accesses, 3);
        QVERIFY(map.takeTouches().isEmpty());
    }

    void theMapForgetsTheOldestAndNeverBringsBackARemovedFile()
    {
        EntryMap map(16); // one a shard
        const auto make = [](int number) {
            EntryRecord record;
            record.id = CacheFixture::idOf(number);
            return std::make_shared<EntryFile>(record, OpenFile(), QDateTime());
        };
        for (int i = 0; i < 100; ++i)
            map.insert(make(i), map.epoch(CacheFixture::idOf(i)));
        int kept = 0;
        for (int i = 0; i < 100; ++i)
            kept += map.find({CacheFixture::idOf(i), 1}) ? 1 : 0;
        QVERIFY(kept > 0 && kept <= 16);

        const auto before = map.epoch(CacheFixture::idOf(500));
        map.remove({CacheFixture::idOf(500), 1}); // evicted while a worker was opening it
        map.insert(make(500), before);
        QVERIFY(!map.find({CacheFixture::idOf(500), 1}));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_DiskCache)
#include "tst_diskcache.moc"
