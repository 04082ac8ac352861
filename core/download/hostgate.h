// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/download/circuitbreaker.h"
#include "core/download/originfailure.h"
#include "core/download/wakeup.h"

#include <QHash>

#include <functional>
#include <list>

namespace r2cache {

/// Lets requests to a host through: not too many at once, none while the host has asked for
/// patience, and few while it is down. Who waits goes on in the order of arrival, urgent ones (a
/// reader waits) first.
///
/// Lives on the origin thread; outlives its turns and the tasks it returned.
class HostGate
{
public:
    struct Options
    {
        /// Requests to one host at a time. A quarter of it is kept for urgent ones, so that slow
        /// transfers in the background do not hold a reader up.
        int maxPerHost = 16;
        CircuitBreaker::Options breaker = {}; ///< For hosts that are new from now on.
        std::chrono::milliseconds longestPause{300'000}; ///< However long a Retry-After is.
    };

    /// Asked whenever it matters, on the origin thread: urgency may come while one waits.
    using IsUrgent = std::function<bool()>;

    /// Told, on the origin thread, why one is not let in: OriginThrottled (the host has asked for
    /// patience) or OriginUnreachable (it is down). Nothing: that is over. Not told of those who
    /// only wait for others to leave.
    using HeldBack = std::function<void(std::optional<ErrorCode>)>;

    class Turn;

    HostGate(Options options, const Clock &clock)
        : m_options(options)
        , m_clock(clock)
    { }

    void setOptions(Options options) { m_options = options; }

    /// Hosts that failed again and again, the last time within @p lately, sorted.
    [[nodiscard]] QStringList downHosts(std::chrono::milliseconds lately) const;

    /// Hosts that have asked for patience and are left alone for at least @p longer, sorted.
    [[nodiscard]] QStringList pausedHosts(std::chrono::milliseconds longer) const;

    /// Waits until a request may go to @p host ("name:port"). Hold the turn while it runs.
    /// @param isUrgent  null: never. @param heldBack  may be null.
    /// @return the turn, OriginUnreachable with retryAfter if the host has proved to be down while
    /// this one waited, or why @p wakeup was stopped.
    [[nodiscard]] QCoro::Task<OriginResult<std::unique_ptr<Turn>>>
    enter(QString host, IsUrgent isUrgent, std::shared_ptr<Wakeup> wakeup, HeldBack heldBack = {});

private:
    using Time = CircuitBreaker::Time;

    struct Waiter
    {
        std::shared_ptr<Wakeup> wakeup;
        IsUrgent isUrgent;
        std::optional<CircuitBreaker::Admission> admission;

        [[nodiscard]] bool urgent() const { return isUrgent && isUrgent(); }
    };

    struct Host
    {
        explicit Host(CircuitBreaker::Options options)
            : breaker(options)
        { }

        CircuitBreaker breaker;
        Time pausedUntil{0};
        Time failedAt{0}; ///< Last.
        int active = 0;
        std::list<std::shared_ptr<Waiter>> waiting;
    };

    [[nodiscard]] QStringList hostsThat(const std::function<bool(const Host &)> &holds) const;
    [[nodiscard]] bool admitOne(Host &host);
    void admitWhoMay(Host &host);
    [[nodiscard]] Time nextLook(const Host &host, const Waiter &waiter) const;
    [[nodiscard]] std::optional<ErrorCode>
    whyHeldBack(const Host &host, const Waiter &waiter) const;
    void report(const QString &name, CircuitBreaker::Admission, CircuitBreaker::Outcome);
    void leave(const QString &name);

    Options m_options;
    const Clock &m_clock;
    QHash<QString, std::shared_ptr<Host>> m_hosts;
};

/// Leave for one request. Destroyed it lets the next one in.
class HostGate::Turn
{
public:
    using Outcome = CircuitBreaker::Outcome;

    Turn(HostGate &gate, QString host, CircuitBreaker::Admission admission, Time waited)
        : m_gate(gate)
        , m_host(std::move(host))
        , m_admission(admission)
        , m_waited(waited)
    { }
    ~Turn();
    Q_DISABLE_COPY_MOVE(Turn)

    /// What became of the request: the first report counts, and without any it is unknown.
    void report(Outcome outcome);

    /// The origin has asked for patience (429, Retry-After): nobody is let in for so long.
    void pauseHost(std::chrono::milliseconds retryAfter);

    /// How long enter() took.
    [[nodiscard]] std::chrono::milliseconds waited() const { return m_waited; }

private:
    HostGate &m_gate;
    QString m_host;
    CircuitBreaker::Admission m_admission;
    Time m_waited;
    bool m_isReported = false;
};

} // namespace r2cache
