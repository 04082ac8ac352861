// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace r2cache {

/// Keeps requests from a host that is down until it has had time to come back.
///
///     Closed ──failuresToOpen in a row──→ Open ──pause over──→ HalfOpen: one trial
///       ↑                                  ↑                      │        │
///       └──────────── success ─────────────┼──────────────────────┘        │
///                                          └── failure: twice the pause ───┘
///
/// Whoever is urgent (a reader waits) may try while it is open too, once per urgentInterval. Pure:
/// it is told the time.
class CircuitBreaker
{
public:
    using Time = std::chrono::milliseconds; ///< Since an arbitrary moment; never runs backwards.

    struct Options
    {
        int failuresToOpen = 5;
        std::chrono::milliseconds firstPause{2'000};
        std::chrono::milliseconds longestPause{15'000};
        std::chrono::milliseconds urgentInterval{1'000};
    };

    enum class State
    {
        Closed,
        Open,
        HalfOpen, ///< A trial runs.
    };

    /// What became of a request.
    enum class Outcome
    {
        Success, ///< The host answered, whatever it said, short of a 5xx.
        Failure, ///< Unreachable, a timeout or 5xx.
        Unknown, ///< Given up before there was an answer.
    };

    explicit CircuitBreaker(Options options)
        : m_options(options)
    { }

    /// Leave for one request; its outcome is to be reported.
    struct Admission
    {
        bool isTrial = false; ///< It decides whether the host is back.
    };

    /// Leave for a request at @p now, or nothing.
    [[nodiscard]] std::optional<Admission> admit(bool isUrgent, Time now);

    /// When admit() says yes, if nothing is reported before; nothing while a trial has to end
    /// first.
    [[nodiscard]] std::optional<Time> nextAdmission(bool isUrgent) const;

    void report(Admission admission, Outcome outcome, Time now);

    [[nodiscard]] State state() const { return m_state; }
    /// How often it has opened, each failed trial included.
    [[nodiscard]] int openings() const { return m_openings; }
    /// Closed, without a failure to remember.
    [[nodiscard]] bool isPristine() const { return m_state == State::Closed && m_failures == 0; }

private:
    void open(std::chrono::milliseconds pause, Time now);

    Options m_options;
    State m_state = State::Closed;
    int m_failures = 0; ///< In a row.
    int m_openings = 0;
    std::chrono::milliseconds m_pause{0};
    Time m_openUntil{0};
    Time m_nextUrgent{0};
};

} // namespace r2cache
