// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/circuitbreaker.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using Outcome = CircuitBreaker::Outcome;
using State = CircuitBreaker::State;

namespace {

/// A step of a story: what happens, and what is expected of it.
struct Step
{
    enum Kind
    {
        Ask, ///< A request, answered by the next Ok, Bad or Gone.
        Refused, ///< A request that is not admitted.
        AskUrgently,
        RefusedUrgently,
        Ok,
        Bad,
        Gone,
        Wait, ///< By number.
        IsClosed,
        IsOpen,
        IsHalfOpen,
    };

    Kind kind = Ask;
    int number = 0; ///< Of the request among those admitted, from 0; or milliseconds.
};

using Story = std::vector<Step>;

/// Two failures open it for 100 ms, then 200 and at most 300; urgent ones may try every 40 ms.
constexpr CircuitBreaker::Options options{
    .failuresToOpen = 2,
    .firstPause = milliseconds{100},
    .longestPause = milliseconds{300},
    .urgentInterval = milliseconds{40}};

const Story opened{{Step::Ask}, {Step::Ask}, {Step::Bad, 0}, {Step::Bad, 1}, {Step::IsOpen}};

Story after(const Story &begin, const Story &rest)
{
    Story story = begin;
    story.insert(story.end(), rest.begin(), rest.end());
    return story;
}

class tst_CircuitBreaker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itFollowsTheStory_data()
    {
        QTest::addColumn<Story>("story");
        QTest::newRow("closed at first, for any number")
            << Story{{Step::IsClosed}, {Step::Ask}, {Step::Ask}, {Step::Ask}, {Step::Ask}};
        QTest::newRow("failures in a row open it") << opened;
        QTest::newRow("a success between starts the count anew")
            << Story{{Step::Ask},    {Step::Bad, 0},   {Step::Ask}, {Step::Ok, 1},  {Step::Ask},
                     {Step::Bad, 2}, {Step::IsClosed}, {Step::Ask}, {Step::Bad, 3}, {Step::IsOpen}};
        QTest::newRow("what was given up counts neither way")
            << Story{{Step::Ask},      {Step::Bad, 0}, {Step::Ask},    {Step::Gone, 1},
                     {Step::IsClosed}, {Step::Ask},    {Step::Bad, 2}, {Step::IsOpen}};
        QTest::newRow("open it refuses until the pause is over")
            << after(opened, {{Step::Refused}, {Step::Wait, 99}, {Step::Refused}});
        QTest::newRow("then one may try") << after(
            opened,
            {{Step::Wait, 100},
             {Step::Ask},
             {Step::IsHalfOpen},
             {Step::Refused},
             {Step::Wait, 5000},
             {Step::Refused}});
        QTest::newRow("whose success closes it") << after(
            opened,
            {{Step::Wait, 100},
             {Step::Ask},
             {Step::Ok, 2},
             {Step::IsClosed},
             {Step::Ask},
             {Step::Ask},
             {Step::Bad, 3},
             {Step::IsClosed}});
        QTest::newRow("whose failure doubles the pause, up to the longest") << after(
            opened,
            {{Step::Wait, 100},
             {Step::Ask},
             {Step::Bad, 2},
             {Step::IsOpen},
             {Step::Wait, 199},
             {Step::Refused},
             {Step::Wait, 1},
             {Step::Ask},
             {Step::Bad, 3},
             {Step::Wait, 299},
             {Step::Refused},
             {Step::Wait, 1},
             {Step::Ask},
             {Step::Bad, 4},
             {Step::Wait, 300},
             {Step::Ask}});
        QTest::newRow("after a recovery the pause is short again") << after(
            opened,
            {{Step::Wait, 100},
             {Step::Ask},
             {Step::Bad, 2},
             {Step::Wait, 200},
             {Step::Ask},
             {Step::Ok, 3},
             {Step::Ask},
             {Step::Ask},
             {Step::Bad, 4},
             {Step::Bad, 5},
             {Step::IsOpen},
             {Step::Wait, 100},
             {Step::Ask}});
        QTest::newRow("a trial that was given up is followed by another at once") << after(
            opened,
            {{Step::Wait, 100},
             {Step::Ask},
             {Step::Gone, 2},
             {Step::IsOpen},
             {Step::Ask},
             {Step::IsHalfOpen}});
        QTest::newRow("failures of requests sent before change nothing") << Story{
            {Step::Ask},    {Step::Ask},        {Step::Ask},    {Step::Ask},       {Step::Bad, 0},
            {Step::Bad, 1}, {Step::IsOpen},     {Step::Bad, 2}, {Step::Wait, 100}, {Step::Ask},
            {Step::Bad, 3}, {Step::IsHalfOpen}, {Step::Gone, 4}};
        QTest::newRow("but a success of one closes it")
            << Story{{Step::Ask},    {Step::Ask},    {Step::Ask},   {Step::Bad, 0},
                     {Step::Bad, 1}, {Step::IsOpen}, {Step::Ok, 2}, {Step::IsClosed}};
        QTest::newRow("urgent ones may try once per interval") << after(
            opened,
            {{Step::RefusedUrgently},
             {Step::Wait, 40},
             {Step::AskUrgently},
             {Step::RefusedUrgently},
             {Step::Refused},
             {Step::Wait, 40},
             {Step::AskUrgently},
             {Step::IsOpen}});
        QTest::newRow("whose failure prolongs nothing") << after(
            opened,
            {{Step::Wait, 40},
             {Step::AskUrgently},
             {Step::Bad, 2},
             {Step::Wait, 60},
             {Step::Ask},
             {Step::IsHalfOpen}});
        QTest::newRow("whose success closes it too") << after(
            opened, {{Step::Wait, 40}, {Step::AskUrgently}, {Step::Ok, 2}, {Step::IsClosed}});
        QTest::newRow("also beside a trial") << after(
            opened,
            {{Step::Wait, 100},
             {Step::Ask},
             {Step::RefusedUrgently},
             {Step::Wait, 40},
             {Step::AskUrgently},
             {Step::Bad, 3},
             {Step::IsHalfOpen},
             {Step::Ok, 2},
             {Step::IsClosed}});
        QTest::newRow("an urgent one may be the trial") << after(
            opened,
            {{Step::Wait, 100},
             {Step::AskUrgently},
             {Step::IsHalfOpen},
             {Step::Bad, 2},
             {Step::IsOpen},
             {Step::Wait, 199},
             {Step::Refused}});
    }
    void itFollowsTheStory()
    {
        QFETCH(Story, story);
        CircuitBreaker breaker(options);
        CircuitBreaker::Time now{1'000'000};
        std::vector<CircuitBreaker::Admission> admissions;
        const auto ask = [&](bool isUrgent) {
            const auto next = breaker.nextAdmission(isUrgent);
            const auto admission = breaker.admit(isUrgent, now);
            if (admission)
                admissions.push_back(*admission);
            // Both say the same.
            return admission.has_value() == (next && *next <= now) ? admission.has_value() ? 1 : 0
                                                                   : -1;
        };
        const auto report = [&](int request, Outcome outcome) {
            breaker.report(admissions.at(static_cast<size_t>(request)), outcome, now);
        };
        for (size_t i = 0; i < story.size(); ++i) {
            const auto [kind, number] = story[i];
            bool holds = true;
            switch (kind) {
            case Step::Ask:
            case Step::AskUrgently:
                holds = ask(kind == Step::AskUrgently) == 1;
                break;
            case Step::Refused:
            case Step::RefusedUrgently:
                holds = ask(kind == Step::RefusedUrgently) == 0;
                break;
            case Step::Ok:
                report(number, Outcome::Success);
                break;
            case Step::Bad:
                report(number, Outcome::Failure);
                break;
            case Step::Gone:
                report(number, Outcome::Unknown);
                break;
            case Step::Wait:
                now += milliseconds{number};
                break;
            case Step::IsClosed:
                holds = breaker.state() == State::Closed;
                break;
            case Step::IsOpen:
                holds = breaker.state() == State::Open;
                break;
            case Step::IsHalfOpen:
                holds = breaker.state() == State::HalfOpen;
                break;
            }
            QVERIFY2(holds, qPrintable(u"step %1"_s.arg(i)));
        }
    }

    void onlyAHostWithoutAnyTroubleIsPristine()
    {
        CircuitBreaker breaker(options);
        QVERIFY(breaker.isPristine());
        const auto admission = breaker.admit(false, {});
        QVERIFY(admission);
        breaker.report(*admission, Outcome::Failure, {});
        QVERIFY(!breaker.isPristine());
        QCOMPARE(breaker.openings(), 0);
        breaker.report(*admission, Outcome::Failure, {});
        QVERIFY(!breaker.isPristine());
        QCOMPARE(breaker.openings(), 1);
        breaker.report(*admission, Outcome::Success, {});
        QVERIFY(breaker.isPristine());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_CircuitBreaker)
#include "tst_circuitbreaker.moc"
