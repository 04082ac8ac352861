// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/hostgate.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Outcome = HostGate::Turn::Outcome;

namespace {

const QString host = u"media.test:443"_s;

/// One who wants in, and how it went.
struct Visit
{
    std::shared_ptr<Wakeup> wakeup = Wakeup::create();
    std::atomic<bool> isUrgent = false;
    std::optional<OriginFailure> failure;
    std::unique_ptr<HostGate::Turn> turn;
    bool ended = false; ///< The task; whoever is in may have left since.
    std::optional<ErrorCode> heldBack; ///< As it was told last.

    [[nodiscard]] bool isIn() const { return turn != nullptr; }
    void leave(Outcome outcome)
    {
        turn->report(outcome);
        turn.reset();
    }
};
using VisitPtr = std::shared_ptr<Visit>;

QCoro::Task<> enterFor(HostGate *gate, QString name, VisitPtr visit)
{
    const HostGate::IsUrgent isUrgent = [visit] {
        return visit->isUrgent.load();
    };
    const HostGate::HeldBack heldBack = [visit](std::optional<ErrorCode> why) {
        visit->heldBack = why;
    };
    auto entered = co_await gate->enter(name, isUrgent, visit->wakeup, heldBack);
    if (entered)
        visit->turn = std::move(*entered);
    else
        visit->failure = entered.error();
    visit->ended = true;
}

/// A gate for four, of which one is kept for urgent ones; two failures close it for @p pause.
struct Bench
{
    SystemClock clock;
    HostGate gate;

    std::vector<VisitPtr> visits;

    explicit Bench(std::chrono::milliseconds pause = 300ms)
        : gate(
            {.maxPerHost = 4,
             .breaker
             = {.failuresToOpen = 2,
                .firstPause = pause,
                .longestPause = 2 * pause,
                .urgentInterval = 100ms},
             .longestPause = 400ms},
            clock)
    { }
    Q_DISABLE_COPY_MOVE(Bench)
    ~Bench()
    {
        // The gate outlives tasks and turns.
        for (const auto &visit : visits)
            visit->wakeup->stop({ErrorCode::ShuttingDown, {}, {}});
        for (const auto &visit : visits) {
            if (!QTest::qWaitFor([&] { return visit->ended; }))
                qFatal("a visit does not end");
            visit->turn.reset();
        }
    }

    VisitPtr enter(bool isUrgent = false, const QString &name = host)
    {
        auto visit = std::make_shared<Visit>();
        visits.push_back(visit);
        visit->isUrgent = isUrgent;
        static_cast<void>(enterFor(&gate, name, visit));
        return visit;
    }
    void close()
    {
        enter()->leave(Outcome::Failure);
        enter()->leave(Outcome::Failure);
    }
};

class tst_HostGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoeverThereIsRoomForGoesInAtOnce()
    {
        Bench bench;
        const auto visit = bench.enter();
        QVERIFY(visit->isIn()); // without any event loop
        QVERIFY(visit->turn->waited() < 100ms);
    }

    void othersWaitInOrderAndUrgentOnesGoFirst()
    {
        Bench bench;
        std::vector<VisitPtr> in;
        for (int i = 0; i < 3; ++i)
            in.push_back(bench.enter());
        const auto first = bench.enter();
        const auto second = bench.enter();
        QVERIFY(in.back()->isIn());
        QVERIFY(!first->isIn());
        const auto urgent = bench.enter(true);
        QVERIFY(urgent->isIn()); // a place is kept for it
        const auto secondUrgent = bench.enter(true);
        QVERIFY(!secondUrgent->isIn());

        in[0]->leave(Outcome::Success);
        QTRY_VERIFY(secondUrgent->isIn());
        in[1]->leave(Outcome::Success);
        in[2]->leave(Outcome::Success);
        QTRY_VERIFY(first->isIn());
        QVERIFY(!second->isIn()); // two urgent ones and the first: the fourth place is kept
        urgent->leave(Outcome::Success);
        QTRY_VERIFY(second->isIn());
    }

    void hostsDoNotWaitForEachOther()
    {
        Bench bench;
        bench.gate.setOptions(
            {.maxPerHost = 4, .breaker = {.failuresToOpen = 2, .firstPause = 60s}});
        bench.close();
        QVERIFY(!bench.enter()->isIn());
        QVERIFY(bench.enter(false, u"other.test:443"_s)->isIn());
        QVERIFY(bench.enter(false, u"media.test:8443"_s)->isIn());
    }

    void whileItIsDownOneTriesAndTheOthersLearnFromIt_data()
    {
        QTest::addColumn<bool>("comesBack");
        QTest::newRow("it is back") << true;
        QTest::newRow("it is still down") << false;
    }
    void whileItIsDownOneTriesAndTheOthersLearnFromIt()
    {
        QFETCH(bool, comesBack);
        Bench bench;
        bench.close();
        QElapsedTimer timer;
        timer.start();
        const auto trial = bench.enter();
        QVERIFY(trial->heldBack == ErrorCode::OriginUnreachable);
        const auto other = bench.enter();
        QTRY_VERIFY(trial->isIn());
        QVERIFY(!trial->heldBack);
        QVERIFY(timer.elapsed() >= 299);
        QVERIFY(trial->turn->waited() >= 299ms);
        QVERIFY(!other->isIn());
        QVERIFY(other->heldBack == ErrorCode::OriginUnreachable); // the trial runs
        trial->leave(comesBack ? Outcome::Success : Outcome::Failure);
        if (comesBack) {
            QTRY_VERIFY(other->isIn());
            return;
        }
        QTRY_VERIFY(other->failure);
        QCOMPARE(other->failure->error.code, ErrorCode::OriginUnreachable);
        QVERIFY(other->failure->error.message.contains(u"media.test"));
        QVERIFY(other->failure->retryAfter > 400ms); // the pause has doubled
        QVERIFY(other->failure->retryAfter <= 600ms);
    }

    void aTrialThatIsGivenUpIsFollowedByTheNext()
    {
        Bench bench;
        bench.close();
        const auto trial = bench.enter();
        const auto other = bench.enter();
        QTRY_VERIFY(trial->isIn());
        trial->turn.reset(); // without a report
        QTRY_VERIFY(other->isIn());
    }

    void anUrgentOneMayTryNowAndThen()
    {
        Bench bench(10s);
        bench.close();
        const auto background = bench.enter();
        const auto urgent = bench.enter(true);
        QTRY_VERIFY(urgent->isIn()); // long before the pause is over
        QVERIFY(!background->isIn());
        urgent->leave(Outcome::Success);
        QTRY_VERIFY(background->isIn()); // thanks to the reader
    }

    void anUrgentOneIsNotGivenUp()
    {
        Bench bench;
        bench.close();
        const auto trial = bench.enter();
        QTRY_VERIFY(trial->isIn());
        const auto urgent = bench.enter(true);
        trial->leave(Outcome::Failure);
        QTRY_VERIFY(urgent->isIn() || urgent->failure);
        QVERIFY(urgent->isIn());
    }

    void whoBecomesUrgentIsLetIn()
    {
        Bench bench;
        std::vector<VisitPtr> in;
        for (int i = 0; i < 3; ++i)
            in.push_back(bench.enter());
        const auto visit = bench.enter();
        QVERIFY(!visit->isIn());
        visit->isUrgent = true;
        QTRY_VERIFY(visit->isIn()); // though nobody leaves
    }

    void aPauseHoldsEverybodyAndIsBounded()
    {
        Bench bench;
        const auto running = bench.enter();
        QElapsedTimer timer;
        timer.start();
        running->turn->pauseHost(3600s); // 400 ms at most
        running->turn->pauseHost(1ms); // does not shorten it
        QCOMPARE(bench.gate.pausedHosts(1ms).size(), 1);
        QVERIFY(bench.gate.pausedHosts(401ms).isEmpty());
        running->leave(Outcome::Success);
        const auto urgent = bench.enter(true);
        const auto visit = bench.enter();
        const std::chrono::milliseconds came(timer.elapsed());
        QVERIFY(!urgent->isIn());
        QVERIFY(visit->heldBack == ErrorCode::OriginThrottled);
        QTRY_VERIFY(urgent->isIn());
        QTRY_VERIFY(visit->isIn());
        QVERIFY(!visit->heldBack);
        QVERIFY(timer.elapsed() >= 399);
        QVERIFY(visit->turn->waited() >= 399ms - came);
    }

    void whoIsStoppedGivesUpAndHoldsNobodyUp()
    {
        Bench bench;
        std::vector<VisitPtr> in;
        for (int i = 0; i < 3; ++i)
            in.push_back(bench.enter());
        const auto stopped = bench.enter();
        const auto next = bench.enter();
        QVERIFY(!next->heldBack); // there is only no room
        stopped->wakeup->stop({ErrorCode::Cancelled, {}, {}});
        in[0]->leave(Outcome::Success); // lets the stopped one in, which does not want to any more
        QTRY_VERIFY(stopped->failure);
        QCOMPARE(stopped->failure->error.code, ErrorCode::Cancelled);
        QTRY_VERIFY(next->isIn());
    }

    void moreMayGoInWhenTheLimitIsRaised()
    {
        Bench bench;
        bench.gate.setOptions({.maxPerHost = 1});
        const auto first = bench.enter();
        const auto second = bench.enter();
        QVERIFY(first->isIn());
        QVERIFY(!second->isIn());
        bench.gate.setOptions({.maxPerHost = 2});
        QTRY_VERIFY(second->isIn());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_HostGate)
#include "tst_hostgate.moc"
