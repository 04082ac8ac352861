// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/gdsfpolicy.h"
#include "core/cache/lrupolicy.h"
#include "core/cache/s3fifopolicy.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(r2cache::PolicyKind)

namespace {

using Removal = EvictionPolicy::Removal;

PolicyKey key(int number)
{
    return {0, static_cast<quint64>(number), 1};
}

QList<int> numbers(const QList<PolicyKey> &keys)
{
    QList<int> found;
    for (const auto &item : keys)
        found.append(static_cast<int>(item.low));
    return found;
}

bool nobodyHolds(const PolicyKey &)
{
    return false;
}

/// Chooses for @p goal and has them gone.
QList<int> evict(EvictionPolicy &policy, const EvictionGoal &goal)
{
    const auto chosen = policy.choose(goal, nobodyHolds);
    for (const auto &item : chosen)
        policy.remove(item, Removal::Evicted);
    return numbers(chosen);
}

void addPolicies()
{
    QTest::addColumn<PolicyKind>("kind");
    QTest::newRow("lru") << PolicyKind::Lru;
    QTest::newRow("gdsf") << PolicyKind::Gdsf;
    QTest::newRow("s3fifo") << PolicyKind::S3Fifo;
}

class tst_EvictionPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAreIdsInLittleSpace()
    {
        const QString id = u"0123456789abcdef00000000000000ff"_s;
        const auto packed = policyKeyOf(id, 3);
        QCOMPARE(idOf(packed), id);
        QCOMPARE(packed.version, 3);
        QVERIFY(packed != policyKeyOf(id, 2));
    }

    void theFewestThatReachTheGoalAreChosen_data() { addPolicies(); }
    void theFewestThatReachTheGoalAreChosen()
    {
        QFETCH(PolicyKind, kind);
        const auto policy = makeEvictionPolicy(kind);
        for (int i = 1; i <= 5; ++i)
            policy->add(key(i), 100);
        QCOMPARE(numbers(policy->choose({}, nobodyHolds)), QList<int>());
        QCOMPARE(numbers(policy->choose({150, 0}, nobodyHolds)), (QList<int>{1, 2}));
        QCOMPARE(numbers(policy->choose({0, 3}, nobodyHolds)), (QList<int>{1, 2, 3}));
        QCOMPARE(numbers(policy->choose({150, 3}, nobodyHolds)), (QList<int>{1, 2, 3}));
        QCOMPARE(policy->choose({9000, 0}, nobodyHolds).size(), 5);
        QCOMPARE(policy->count(), 5); // proposed only
    }

    void whatIsHeldIsPassedOver_data() { addPolicies(); }
    void whatIsHeldIsPassedOver()
    {
        QFETCH(PolicyKind, kind);
        const auto policy = makeEvictionPolicy(kind);
        for (int i = 1; i <= 4; ++i)
            policy->add(key(i), 100);
        const auto oddOnes = [](const PolicyKey &item) {
            return item.low % 2 == 1;
        };
        QCOMPARE(numbers(policy->choose({9000, 0}, oddOnes)), (QList<int>{2, 4}));
        const auto all = [](const PolicyKey &) {
            return true;
        };
        QVERIFY(policy->choose({1, 0}, all).isEmpty());
        QCOMPARE(evict(*policy, {1, 0}), QList<int>{1}); // its place was kept
    }

    void whatHasGoneIsForgotten_data() { addPolicies(); }
    void whatHasGoneIsForgotten()
    {
        QFETCH(PolicyKind, kind);
        const auto policy = makeEvictionPolicy(kind);
        policy->add(key(1), 100);
        policy->add(key(2), 100);
        policy->remove(key(1), Removal::Deleted);
        policy->remove(key(1), Removal::Deleted);
        policy->access(key(1), 5);
        policy->access(key(99), 5);
        QCOMPARE(policy->count(), 1);
        QCOMPARE(numbers(policy->choose({9000, 0}, nobodyHolds)), QList<int>{2});
    }

    void aKnownEntryGetsItsNewSizeOnly_data() { addPolicies(); }
    void aKnownEntryGetsItsNewSizeOnly()
    {
        QFETCH(PolicyKind, kind);
        const auto policy = makeEvictionPolicy(kind);
        policy->add(key(1), 100);
        policy->add(key(2), 100);
        policy->add(key(1), 500);
        policy->restore(key(1), 7, 50);
        QCOMPARE(policy->count(), 2);
        QCOMPARE(numbers(policy->choose({400, 0}, nobodyHolds)), QList<int>{1});
    }

    void lruForgetsWhatWasReadLongestAgo()
    {
        LruPolicy policy;
        for (int i = 1; i <= 3; ++i)
            policy.add(key(i), 100);
        policy.access(key(1), 1);
        QCOMPARE(evict(policy, {0, 3}), (QList<int>{2, 3, 1}));
    }

    void gdsfWeighsUseAgainstSize()
    {
        GdsfPolicy policy(1000);
        policy.add(key(1), 100'000);
        policy.add(key(2), 1000);
        QCOMPARE(evict(policy, {1, 0}), QList<int>{1}); // the same use in a hundredth of the space
        policy.add(key(3), 100'000);
        policy.access(key(3), 50);
        QCOMPARE(evict(policy, {1, 0}), QList<int>{2}); // use makes up for size
    }

    void gdsfLetsGoOfWhatIsReadNoMore()
    {
        GdsfPolicy policy(1000);
        policy.add(key(1), 1000);
        policy.access(key(1), 3);
        int rounds = 0;
        for (int i = 2; policy.count() > 0 && rounds < 100; ++i, ++rounds) {
            policy.add(key(i), 1000);
            if (evict(policy, {1, 0}) == QList<int>{1})
                break;
        }
        // Each that goes raises the clock by 2: after three of them newcomers stand as high.
        QVERIFY2(rounds >= 2 && rounds <= 5, qPrintable(QString::number(rounds)));
    }

    void gdsfBelievesCountsOfAnEarlierRunInPart()
    {
        GdsfPolicy policy(1000);
        policy.restore(key(1), 1000, 1'000'000);
        policy.add(key(2), 1000);
        policy.access(key(2), 9);
        QCOMPARE(evict(policy, {1, 0}), QList<int>{1});
    }

    void aScanLeavesTheMainQueueAlone()
    {
        S3FifoPolicy policy;
        for (int i = 1; i <= 9; ++i) {
            policy.add(key(i), 100);
            policy.access(key(i), 2);
        }
        for (int i = 100; i < 200; ++i) {
            policy.add(key(i), 100);
            const auto gone = evict(policy, {policy.count() > 10 ? 100 : 0, 0});
            for (const int number : gone)
                QVERIFY2(number >= 100, qPrintable(QString::number(number)));
        }
    }

    void whatComesBackSoonGoesIntoTheMainQueue()
    {
        S3FifoPolicy policy;
        policy.add(key(1), 100);
        QCOMPARE(evict(policy, {1, 0}), QList<int>{1});
        QCOMPARE(policy.ghosts(), 1);
        policy.add(key(1), 100);
        QCOMPARE(policy.ghosts(), 0);
        policy.add(key(2), 100);
        QCOMPARE(evict(policy, {1, 0}), QList<int>{2}); // though it came later
    }

    void whatAPersonDeletesIsNoGhost()
    {
        S3FifoPolicy policy;
        policy.add(key(1), 100);
        policy.remove(key(1), Removal::Deleted);
        QCOMPARE(policy.ghosts(), 0);
    }

    void readEntriesOfTheMainQueueGoRoundAgain()
    {
        S3FifoPolicy policy;
        for (int i = 1; i <= 3; ++i)
            policy.restore(key(i), 100, 2); // main
        policy.access(key(1), 1);
        QCOMPARE(evict(policy, {0, 1}), QList<int>{2});
        QCOMPARE(evict(policy, {0, 2}), (QList<int>{3, 1}));
    }

    void everythingInTheMainQueueReadEndsToo()
    {
        S3FifoPolicy policy;
        for (int i = 1; i <= 3; ++i) {
            policy.restore(key(i), 100, 2);
            policy.access(key(i), 3);
        }
        QCOMPARE(evict(policy, {0, 3}).size(), 3);
        QCOMPARE(policy.count(), 0);
    }

    void ghostsAreBounded()
    {
        S3FifoPolicy policy;
        for (int i = 0; i < 10'000; ++i) {
            policy.add(key(i), 100);
            std::ignore = evict(policy, {policy.count() > 200 ? 100 : 0, 0});
        }
        QVERIFY(policy.ghosts() > 0);
        QVERIFY(policy.ghosts() <= 201);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EvictionPolicy)
#include "tst_evictionpolicy.moc"
