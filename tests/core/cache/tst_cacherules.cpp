// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/evictionpolicy.h"
#include "core/cache/freshness.h"
#include "core/cache/leases.h"
#include "core/cache/migrations.h"
#include "core/cache/spacebudget.h"
#include "core/cache/storename.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(r2cache::StoreName::Kind)
Q_DECLARE_METATYPE(r2cache::VictimOrder)

namespace {

class tst_CacheRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreTakenApart_data()
    {
        using Kind = StoreName::Kind;
        QTest::addColumn<QString>("suffix"); // after a good id
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("version");
        QTest::newRow("video") << u".mp4"_s << Kind::Video << 1;
        QTest::newRow("later version") << u"-12.webm"_s << Kind::Video << 12;
        QTest::newRow("sidecar") << u".json"_s << Kind::Sidecar << 1;
        QTest::newRow("sidecar of a later version") << u"-2.json"_s << Kind::Sidecar << 2;
        QTest::newRow("temporary") << u".json.tmp"_s << Kind::Temporary << 1;
        QTest::newRow("partial") << u".part"_s << Kind::Partial << 1;
        QTest::newRow("map of a partial") << u".part.json"_s << Kind::Partial << 1;
        QTest::newRow("its temporary") << u".part.json.tmp"_s << Kind::Partial << 1;
        QTest::newRow("version one is never written") << u"-1.mp4"_s << Kind::Foreign << 0;
        QTest::newRow("leading zero") << u"-02.mp4"_s << Kind::Foreign << 0;
        QTest::newRow("negative") << u"--2.mp4"_s << Kind::Foreign << 0;
        QTest::newRow("upper case") << u".MP4"_s << Kind::Foreign << 0;
        QTest::newRow("not a video") << u".txt"_s << Kind::Foreign << 0;
        QTest::newRow("no ending") << QString() << Kind::Foreign << 0;
        QTest::newRow("longer id") << u"0.mp4"_s << Kind::Foreign << 0;
        QTest::newRow("a path") << u".mp4/../x"_s << Kind::Foreign << 0;
    }
    void namesAreTakenApart()
    {
        QFETCH(QString, suffix);
        const QString id = u"0123456789abcdef0123456789abcdef"_s;
        const auto name = parseStoreName(QString(id + suffix));
        QTEST(name.kind, "kind");
        if (name.kind != StoreName::Kind::Foreign) {
            QCOMPARE(name.id, id);
            QTEST(name.version, "version");
        }
    }

    void foreignNamesAreLeftAlone()
    {
        for (const auto &name :
             {u"holiday.mp4"_s, u".r2cache"_s, u"../../etc/passwd"_s,
              u"0123456789ABCDEF0123456789ABCDEF.mp4"_s, u""_s}) {
            QCOMPARE(parseStoreName(name).kind, StoreName::Kind::Foreign);
        }
    }

    void theBudgetSaysWhatIsMissing()
    {
        SpaceBudget budget;
        budget.setLimits({1000, 3, 100});
        budget.setStored(600, 2);
        QVERIFY(budget.shortageFor(u"a"_s, 400, 10'000).none());

        budget.reserve(u"a"_s, 300);
        const auto tooMuch = budget.shortageFor(u"b"_s, 250, 10'000);
        QCOMPARE(tooMuch.bytes, 150); // 600 + 300 + 250 - 1000
        QCOMPARE(tooMuch.entries, 1); // 2 + 2 - 3

        // asking again for the same fill replaces its reservation
        QVERIFY(budget.shortageFor(u"a"_s, 400, 10'000).none());
        QCOMPARE(budget.shortageFor(u"a"_s, 300, 350).diskBytes, 50); // 300 + 100 - 350
    }

    void theBudgetFollowsAFillToItsEnd()
    {
        SpaceBudget budget;
        budget.setLimits({1000, 10, 0});
        budget.reserve(u"a"_s, 300);
        budget.reserve(u"a"_s, 400);
        QCOMPARE(budget.reservedBytes(), 400);
        budget.committed(u"a"_s, 390);
        QCOMPARE(budget.reservedBytes(), 0);
        QCOMPARE(budget.storedBytes(), 390);
        QCOMPARE(budget.entries(), 1);
        budget.entryRemoved();
        QCOMPARE(budget.storedBytes(), 390); // a reader may hold it open
        budget.bytesFreed(390);
        QCOMPARE(budget.storedBytes(), 0);
        budget.reserve(u"b"_s, 10);
        budget.release(u"b"_s);
        budget.release(u"b"_s);
        QCOMPARE(budget.reservedBytes(), 0);
    }

    void whatIsKeptOfAFillCountsUntilItIsDropped()
    {
        SpaceBudget budget;
        budget.setLimits({1000, 10, 0});
        budget.setStored(500, 1);
        budget.reserve(u"a"_s, 300);
        budget.keep(u"a"_s, 200);
        QCOMPARE(budget.reservedBytes(), 0);
        QCOMPARE(budget.keptBytes(), 200);
        budget.keep(u"b"_s, 100);
        QCOMPARE(budget.shortageFor(u"c"_s, 400, 10'000).bytes, 200); // 500 + 200 + 100 + 400
        QCOMPARE(budget.shortageFor(u"a"_s, 400, 10'000).bytes, 0); // its own are in the 400
        QCOMPARE(budget.excess(10'000).bytes, 0);
        budget.setLimits({700, 10, 0});
        QCOMPARE(budget.excess(10'000).bytes, 100);

        QCOMPARE(budget.longestKept(), u"a"_s);
        budget.take(u"a"_s);
        QVERIFY(budget.isTaken(u"a"_s));
        QCOMPARE(budget.longestKept(), u"b"_s);
        QCOMPARE(budget.drop(u"b"_s), 100);
        QCOMPARE(budget.longestKept(), std::nullopt);
        QCOMPARE(budget.keptBytes(), 200);
        QCOMPARE(budget.storedBytes(), 600); // until it is deleted
        budget.bytesFreed(100);

        budget.reserve(u"a"_s, 300); // goes on: not twice
        QCOMPARE(budget.keptBytes(), 0);
        QCOMPARE(budget.reservedBytes(), 300);
        budget.keep(u"a"_s, 250);
        QCOMPARE(budget.longestKept(), u"a"_s); // nobody's again
        budget.take(u"a"_s);
        budget.release(u"a"_s);
        QCOMPARE(budget.keptBytes(), 0);
    }

    void victimsAreTheFewestThatDo_data()
    {
        QTest::addColumn<VictimOrder>("order");
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<qint64>("entries");
        QTest::addColumn<QStringList>("victims");
        const auto lru = VictimOrder::LeastRecentlyUsed;
        const auto largest = VictimOrder::LargestFirst;
        QTest::newRow("nothing") << lru << 0LL << 0LL << QStringList{};
        QTest::newRow("expired first") << lru << 10LL << 0LL << QStringList{u"expired"_s};
        QTest::newRow("then the oldest")
            << lru << 31LL << 0LL << QStringList{u"expired"_s, u"old"_s};
        QTest::newRow("by count") << lru << 0LL << 3LL
                                  << QStringList{u"expired"_s, u"old"_s, u"big"_s};
        QTest::newRow("largest") << largest << 50LL << 0LL << QStringList{u"big"_s};
        QTest::newRow("more than there is")
            << largest << 9000LL << 0LL << QStringList{u"big"_s, u"expired"_s, u"old"_s, u"new"_s};
    }
    void victimsAreTheFewestThatDo()
    {
        QFETCH(VictimOrder, order);
        QFETCH(qint64, bytes);
        QFETCH(qint64, entries);
        const auto victims = chooseVictims(
            {{u"new"_s, 1, 10, 400, false},
             {u"big"_s, 1, 100, 300, false},
             {u"old"_s, 1, 20, 100, false},
             {u"expired"_s, 1, 30, 500, true}},
            {bytes, entries}, order);
        QStringList ids;
        for (const auto &victim : victims)
            ids.append(victim.id);
        QTEST(ids, "victims");
    }

    void aLeaseHoldsItsObjectsUntilItEnds()
    {
        ManualClock clock;
        Leases leases(clock);
        const auto first = leases.open({u"a"_s, u"b"_s}, 1h);
        const auto second = leases.open({u"b"_s}, 1h);
        QVERIFY(first.id != second.id);
        QVERIFY(leases.end(first.id));
        QVERIFY(!leases.end(first.id));
        QVERIFY(!leases.isLeased(u"a"_s));
        QVERIFY(leases.isLeased(u"b"_s));
        QCOMPARE(leases.count(), 1);
    }

    void aLeaseExpiresWithoutRenewalOrRead()
    {
        ManualClock clock;
        Leases leases(clock);
        const auto lease = leases.open({u"a"_s}, 1h);
        clock.advance(59min);
        QVERIFY(leases.renew(lease.id));
        clock.advance(59min);
        QCOMPARE(leases.expire(), 0);
        leases.noteRead(u"a"_s);
        clock.advance(59min);
        QCOMPARE(leases.expire(), 0);
        clock.advance(1min);
        QCOMPARE(leases.expire(), 1);
        QCOMPARE(leases.renew(lease.id).error().code, ErrorCode::NotFound);
    }

    void noLeaseLivesLongerThanADay()
    {
        ManualClock clock;
        Leases leases(clock);
        const auto lease = leases.open({u"a"_s}, 23h);
        clock.advance(22h);
        QVERIFY(leases.renew(lease.id));
        clock.advance(2h);
        QCOMPARE(leases.expire(), 1);
    }

    void aWallClockThatIsSetNeitherEndsALeaseNorProlongsIt_data()
    {
        QTest::addColumn<std::chrono::milliseconds>("by");
        QTest::newRow("a day ahead") << std::chrono::milliseconds{24h};
        QTest::newRow("ten years ahead") << std::chrono::milliseconds{24h * 3650};
        QTest::newRow("an hour back") << std::chrono::milliseconds{-1h};
        QTest::newRow("ten years back") << std::chrono::milliseconds{-24h * 3650};
    }
    void aWallClockThatIsSetNeitherEndsALeaseNorProlongsIt()
    {
        QFETCH(std::chrono::milliseconds, by);
        ManualClock clock;
        Leases leases(clock);
        const auto lease = leases.open({u"a"_s}, 1h);
        QCOMPARE(lease.expiresAt(clock), clock.nowUtc().addSecs(3600));
        clock.setWallClock(by);
        QCOMPARE(leases.expire(), 0);
        // What is shown is by the clock that people see.
        QCOMPARE(lease.expiresAt(clock), clock.nowUtc().addSecs(3600));
        clock.advance(59min);
        QCOMPARE(leases.expire(), 0);
        QVERIFY(leases.renew(lease.id));
        clock.setWallClock(-2 * by);
        clock.advance(59min);
        QCOMPARE(leases.expire(), 0);
        clock.advance(1min);
        QCOMPARE(leases.expire(), 1);
    }

    void anEntryExpiresAfterItsOwnTimeToLiveOrTheCommonOne()
    {
        ManualClock clock;
        EntryRecord record;
        record.validatedAt = clock.nowUtc();
        QVERIFY(!isExpired(record, 1h, clock.nowUtc()));
        clock.advance(1h);
        QVERIFY(isExpired(record, 1h, clock.nowUtc()));
        record.ttlMs = 7'200'000;
        QVERIFY(!isExpired(record, 1h, clock.nowUtc()));
    }

    void aPolicyStandsInThePlaceOfATimeToLive()
    {
        ManualClock clock;
        EntryRecord record;
        record.validatedAt = clock.nowUtc();
        for (const auto policy :
             {FreshnessPolicy::Ttl, FreshnessPolicy::Always, FreshnessPolicy::Never}) {
            record.ttlMs = ttlMsOf(policy);
            QCOMPARE(policyOf(record), policy);
            QCOMPARE(policyOfWord(policyWord(policy)), std::optional(policy));
        }
        QVERIFY(!policyOfWord(u"sometimes"_s));
        QVERIFY(!policyOfWord(QString()));

        record.ttlMs = ttlMsOf(FreshnessPolicy::Ttl, 5000);
        QCOMPARE(ownLifetimeMs(record), 5000);
        record.ttlMs = ttlMsOf(FreshnessPolicy::Always);
        clock.advance(59s);
        QVERIFY(!isExpired(record, 1h, clock.nowUtc()));
        clock.advance(1s);
        QVERIFY(isExpired(record, 1h, clock.nowUtc()));
        record.ttlMs = ttlMsOf(FreshnessPolicy::Never);
        clock.advance(24h * 365 * 500);
        QVERIFY(!isExpired(record, 1h, clock.nowUtc()));
        // What another program wrote there means nothing.
        record.ttlMs = -7;
        QCOMPARE(policyOf(record), FreshnessPolicy::Ttl);
        QCOMPARE(ownLifetimeMs(record), 0);
    }

    void whatBecomesOfALeaseIsTold()
    {
        ManualClock clock;
        Leases leases(clock);
        QStringList told;
        connect(&leases, &Leases::opened, this, [&](const Lease &lease) {
            QVERIFY(lease.expiresAt(clock) == clock.nowUtc().addSecs(3600));
            told.append(QString(u"opened "_s + lease.id));
        });
        connect(&leases, &Leases::renewed, this, [&](const Lease &lease) {
            QVERIFY(lease.renewedAt == clock.nowUtc());
            told.append(QString(u"renewed "_s + lease.id));
        });
        connect(&leases, &Leases::ended, this, [&](const QString &id) {
            told.append(QString(u"ended %1, %2 left"_s.arg(id).arg(leases.count())));
        });
        const auto first = leases.open({u"a"_s}, 1h).id;
        const auto second = leases.open({u"a"_s}, 1h).id;
        clock.advance(30min);
        QVERIFY(leases.renew(second));
        leases.noteRead(u"a"_s);
        QVERIFY(leases.end(first));
        QVERIFY(!leases.end(first));
        clock.advance(1h);
        QCOMPARE(leases.expire(), 1);
        const QStringList expected{
            QString(u"opened "_s + first), QString(u"opened "_s + second),
            QString(u"renewed "_s + second), QString(u"ended %1, 1 left"_s.arg(first)),
            QString(u"ended %1, 0 left"_s.arg(second))};
        QCOMPARE(told, expected);
    }

    void aHoldHoldsWithoutBeingALease()
    {
        ManualClock clock;
        Leases leases(clock);
        QStringList told;
        connect(&leases, &Leases::opened, this, [&](const Lease &lease) { told.append(lease.id); });
        connect(&leases, &Leases::ended, this, [&](const QString &id) { told.append(id); });
        auto hold = leases.hold({u"a"_s, u"b"_s});
        QVERIFY(leases.isLeased(u"a"_s));
        QCOMPARE(leases.count(), 0);
        leases.noteRead(u"a"_s);
        clock.advance(48h);
        QCOMPARE(leases.expire(), 0);
        QVERIFY(leases.isLeased(u"b"_s));
        const auto lease = leases.open({u"a"_s}, 1h).id;
        hold.reset();
        QVERIFY(leases.isLeased(u"a"_s));
        QVERIFY(!leases.isLeased(u"b"_s));
        QCOMPARE(told, QStringList{lease});
    }

    void statementsAreSplitAtTheirLines()
    {
        QCOMPARE(
            splitStatements(u"-- why\nCREATE a (b);\n----\nCREATE TRIGGER c; d;\n----\n"_s),
            QStringList({u"CREATE a (b);"_s, u"CREATE TRIGGER c; d;"_s}));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_CacheRules)
#include "tst_cacherules.moc"
