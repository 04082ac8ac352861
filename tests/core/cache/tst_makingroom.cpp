// SPDX-License-Identifier: GPL-3.0-or-later
// How the cache makes room: the low watermark, and policies that remember.
#include "tests/core/cache/cachefixture.h"

using namespace r2cache;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(r2cache::PolicyKind)

namespace {

const QByteArray kilobyte(1000, 'k');

void follow(CacheFixture &fixture, PolicyKind kind)
{
    auto options = fixture.cache.options();
    options.policy = kind;
    fixture.cache.setOptions(options);
}

Result<> learn(CacheFixture &fixture)
{
    const std::atomic<bool> stop = false;
    return QCoro::waitFor(fixture.cache.learn(stop));
}

/// Reads entry @p number @p times, and has that counted.
void read(CacheFixture &fixture, int number, int times)
{
    const auto before
        = fixture.wait(fixture.index->newestEntry(CacheFixture::idOf(number))).value()->accessCount;
    for (int i = 0; i < times; ++i)
        fixture.lookup.touch(*fixture.find(number).value());
    QTRY_COMPARE(
        fixture.wait(fixture.index->newestEntry(CacheFixture::idOf(number))).value()->accessCount,
        before + times);
}

void addPolicies()
{
    QTest::addColumn<PolicyKind>("kind");
    QTest::newRow("lru") << PolicyKind::Lru;
    QTest::newRow("gdsf") << PolicyKind::Gdsf;
    QTest::newRow("s3fifo") << PolicyKind::S3Fifo;
}

class tst_MakingRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evictionGoesDownToTheLowWatermark_data() { addPolicies(); }
    void evictionGoesDownToTheLowWatermark()
    {
        QFETCH(PolicyKind, kind);
        CacheFixture fixture({1'000'000, 20, 0});
        follow(fixture, kind);
        QVERIFY(learn(fixture));
        for (int i = 1; i <= 20; ++i)
            QVERIFY(fixture.add(i, kilobyte));
        QCOMPARE(fixture.cache.budget().entries(), 20);
        QVERIFY(fixture.add(21, kilobyte)); // one has to go, one more down to 95 %
        QCOMPARE(fixture.cache.budget().entries(), 19);
    }

    void theWatermarkOfBytesCostsNothingThatReachesBelowIt_data() { addPolicies(); }
    void theWatermarkOfBytesCostsNothingThatReachesBelowIt()
    {
        QFETCH(PolicyKind, kind);
        CacheFixture fixture({20'000, 100, 0});
        follow(fixture, kind);
        QVERIFY(learn(fixture));
        for (int i = 1; i <= 10; ++i)
            QVERIFY(fixture.add(i, QByteArray(2000, 'x')));
        // 2,000 are needed, 1,000 more would be nice: no entry is that small.
        QVERIFY(fixture.add(11, QByteArray(2000, 'x')));
        QCOMPARE(fixture.cache.budget().entries(), 10);
        QVERIFY(fixture.add(12, QByteArray(1000, 'x'))); // 1,000 needed, 2,000 come free
        QCOMPARE(fixture.cache.budget().storedBytes(), 19'000);
    }

    void theWatermarkIsMissedRatherThanFailed_data() { addPolicies(); }
    void theWatermarkIsMissedRatherThanFailed()
    {
        QFETCH(PolicyKind, kind);
        CacheFixture fixture({1'000'000, 20, 0});
        follow(fixture, kind);
        QVERIFY(learn(fixture));
        QSet<QString> held;
        for (int i = 1; i <= 20; ++i) {
            QVERIFY(fixture.add(i, kilobyte));
            if (i != 7)
                held.insert(CacheFixture::idOf(i));
        }
        std::ignore = fixture.cache.leases().open(held, 1h);
        QVERIFY(fixture.add(21, kilobyte));
        QVERIFY(!fixture.has(7));
        QCOMPARE(fixture.cache.budget().entries(), 20);
    }

    void aPolicyEvictsInItsOwnOrder()
    {
        CacheFixture fixture({3'000'000, 100, 0});
        follow(fixture, PolicyKind::Gdsf);
        QVERIFY(learn(fixture));
        QVERIFY(fixture.add(1, kilobyte)); // oldest, but small
        QVERIFY(fixture.add(2, QByteArray(2'900'000, 'x')));
        QVERIFY(fixture.add(3, QByteArray(200'000, 'x')));
        QVERIFY(fixture.has(1));
        QVERIFY(!fixture.has(2));
    }

    void whatHasExpiredGoesFirst_data() { addPolicies(); }
    void whatHasExpiredGoesFirst()
    {
        QFETCH(PolicyKind, kind);
        CacheFixture fixture({3500, 100, 0});
        follow(fixture, kind);
        QVERIFY(learn(fixture));
        for (int i = 1; i <= 3; ++i)
            QVERIFY(fixture.add(i, kilobyte));
        const EntryChange shortLived = [](EntryRecord &record) {
            record.ttlMs = 1000;
        };
        QVERIFY(QCoro::waitFor(fixture.cache.change(CacheFixture::idOf(3), shortLived)));
        fixture.clock.advance(1min);
        read(fixture, 3, 5);
        const auto first = [&] {
            return fixture.wait(fixture.index->leastRecentlyUsed({}, 1))
                .value()
                .records.constFirst()
                .id;
        };
        QTRY_COMPARE(first(), CacheFixture::idOf(3)); // the index has noticed
        QVERIFY(fixture.add(4, kilobyte));
        QVERIFY(!fixture.has(3)); // although it was read last, and often
        QVERIFY(fixture.has(1));
        QVERIFY(fixture.add(5, kilobyte)); // no more of them: the policy's turn
        QCOMPARE(fixture.cache.budget().entries(), 3);
        QVERIFY(fixture.has(5));
    }

    void accessesReachThePolicy()
    {
        CacheFixture fixture({3500, 100, 0});
        follow(fixture, PolicyKind::S3Fifo);
        QVERIFY(learn(fixture));
        for (int i = 1; i <= 3; ++i)
            QVERIFY(fixture.add(i, kilobyte));
        read(fixture, 1, 2);
        QVERIFY(fixture.add(4, kilobyte));
        QVERIFY(fixture.has(1)); // first in, but read
        QVERIFY(!fixture.has(2));
    }

    void aPolicyLearnsWhatAnEarlierRunLeft_data() { addPolicies(); }
    void aPolicyLearnsWhatAnEarlierRunLeft()
    {
        QFETCH(PolicyKind, kind);
        const QTemporaryDir directory;
        {
            CacheFixture fixture({1'000'000, 100, 0}, directory.path());
            for (int i = 1; i <= 3; ++i)
                QVERIFY(fixture.add(i, kilobyte));
            fixture.clock.advance(1min);
            read(fixture, 1, 3);
        }
        CacheFixture fixture({3500, 100, 0}, directory.path());
        follow(fixture, kind);
        QVERIFY(learn(fixture));
        QVERIFY(fixture.add(4, kilobyte));
        QVERIFY(fixture.has(1));
        QVERIFY(!fixture.has(2));
        QVERIFY(fixture.has(3));
    }

    void whatIsPinnedStaysUnderEachPolicy_data() { addPolicies(); }
    void whatIsPinnedStaysUnderEachPolicy()
    {
        QFETCH(PolicyKind, kind);
        CacheFixture fixture({2500, 100, 0});
        follow(fixture, kind);
        QVERIFY(learn(fixture));
        QVERIFY(fixture.add(1, kilobyte));
        QVERIFY(fixture.add(2, kilobyte));
        // Behind the policy's back: it finds out when it proposes the entry.
        const auto pinned = fixture.wait(fixture.index->changeEntry(
            {CacheFixture::idOf(1), 1}, [](EntryRecord &record) { record.pinned = true; }));
        QVERIFY(pinned.value().value().record.pinned);
        QVERIFY(fixture.add(3, kilobyte));
        QVERIFY(fixture.has(1));
        QVERIFY(!fixture.has(2));
    }

    void rowsThatAreGoneAreForgotten()
    {
        CacheFixture fixture({2500, 100, 0});
        follow(fixture, PolicyKind::S3Fifo);
        QVERIFY(learn(fixture));
        QVERIFY(fixture.add(1, kilobyte));
        QVERIFY(fixture.add(2, kilobyte));
        const QList<EntryKey> keys{{CacheFixture::idOf(1), 1}};
        QVERIFY(fixture.wait(fixture.index->removeEntries(keys)));
        QVERIFY(fixture.add(3, kilobyte));
        QVERIFY(!fixture.has(2));
        QVERIFY(fixture.has(3));
    }

    void untilAPolicyHasLearntTheIndexOrderStandsIn()
    {
        CacheFixture fixture({3500, 100, 0});
        for (int i = 1; i <= 3; ++i)
            QVERIFY(fixture.add(i, kilobyte));
        follow(fixture, PolicyKind::Gdsf);
        QVERIFY(fixture.add(4, kilobyte));
        QVERIFY(!fixture.has(1));
    }

    void learningStopsWhenTold()
    {
        CacheFixture fixture({3500, 100, 0});
        QVERIFY(fixture.add(1, kilobyte));
        follow(fixture, PolicyKind::Gdsf);
        const std::atomic<bool> stop = true;
        QVERIFY(QCoro::waitFor(fixture.cache.learn(stop)));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_MakingRoom)
#include "tst_makingroom.moc"
