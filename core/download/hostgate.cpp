// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/hostgate.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

Q_LOGGING_CATEGORY(lcHosts, "cache.download.hosts", QtInfoMsg)

// Nobody waits longer without looking: it may have become urgent meanwhile.
constexpr milliseconds longestLook{1'000};

const char *stateWord(CircuitBreaker::State state)
{
    switch (state) {
    case CircuitBreaker::State::Closed:
        return "answers again.";
    case CircuitBreaker::State::Open:
        return "failed again and again and is left alone for a while.";
    case CircuitBreaker::State::HalfOpen:
        break;
    }
    return "is tried.";
}

tl::unexpected<OriginFailure> hostIsDown(const QString &host, milliseconds pause)
{
    OriginFailure failure{
        {ErrorCode::OriginUnreachable,
         u"The host %1 failed again and again; it is left alone for %2 s."_s.arg(host).arg(
             (pause.count() + 999) / 1000),
         {}},
        0,
        pause};
    return tl::unexpected<OriginFailure>{std::move(failure)};
}

} // namespace

bool HostGate::admitOne(Host &host)
{
    auto next = std::find_if(host.waiting.begin(), host.waiting.end(), [](const auto &waiter) {
        return waiter->urgent();
    });
    const bool isUrgent = next != host.waiting.end();
    if (!isUrgent)
        next = host.waiting.begin();
    if (next == host.waiting.end())
        return false;
    const int kept = isUrgent ? 0 : m_options.maxPerHost / 4;
    if (host.active >= m_options.maxPerHost - kept)
        return false;
    // Refused here, nobody behind it would be let through either.
    const auto admission = host.breaker.admit(isUrgent, m_clock.monotonic());
    if (!admission)
        return false;
    ++host.active;
    (*next)->admission = admission;
    (*next)->wakeup->wake();
    host.waiting.erase(next);
    return true;
}

void HostGate::admitWhoMay(Host &host)
{
    if (m_clock.monotonic() < host.pausedUntil)
        return;
    while (admitOne(host)) { }
}

HostGate::Time HostGate::nextLook(const Host &host, const Waiter &waiter) const
{
    const auto now = m_clock.monotonic();
    const auto latest = now + longestLook;
    const auto admission = host.breaker.nextAdmission(waiter.urgent()).value_or(latest);
    const auto at = std::max(host.pausedUntil, admission);
    return at > now ? std::min(at, latest) : latest; // waiting for a place: leave() wakes
}

std::optional<ErrorCode> HostGate::whyHeldBack(const Host &host, const Waiter &waiter) const
{
    const auto now = m_clock.monotonic();
    if (now < host.pausedUntil)
        return ErrorCode::OriginThrottled;
    const auto admission = host.breaker.nextAdmission(waiter.urgent());
    if (!admission || *admission > now)
        return ErrorCode::OriginUnreachable;
    return std::nullopt;
}

QCoro::Task<OriginResult<std::unique_ptr<HostGate::Turn>>>
HostGate::enter(QString name, IsUrgent isUrgent, std::shared_ptr<Wakeup> wakeup, HeldBack heldBack)
{
    auto &known = m_hosts[name];
    if (!known)
        known = std::make_shared<Host>(m_options.breaker);
    const auto host = known;
    const auto waiter = std::make_shared<Waiter>(Waiter{wakeup, std::move(isUrgent), {}});
    host->waiting.push_back(waiter);
    const auto started = m_clock.monotonic();
    int openings = host->breaker.openings();
    std::optional<OriginFailure> refusal;
    std::optional<ErrorCode> told;
    const auto tell = [&told, &heldBack](std::optional<ErrorCode> why) {
        if (std::exchange(told, why) != why && heldBack)
            heldBack(why);
    };
    for (;;) {
        admitWhoMay(*host);
        if (waiter->admission || wakeup->stopReason())
            break;
        if (std::exchange(openings, host->breaker.openings()) != host->breaker.openings()
            && !waiter->urgent()) {
            const auto now = m_clock.monotonic();
            const auto until = host->breaker.nextAdmission(false).value_or(now);
            refusal = hostIsDown(name, std::max(until - now, milliseconds{0})).value();
            break;
        }
        const Wakeup::Condition changed = [waiter, host, openings] {
            return waiter->admission || host->breaker.openings() != openings;
        };
        tell(whyHeldBack(*host, *waiter));
        const QDeadlineTimer look(nextLook(*host, *waiter) - m_clock.monotonic());
        co_await wakeup->until(changed, look);
    }
    tell({});
    std::unique_ptr<Turn> turn;
    if (waiter->admission)
        turn = std::make_unique<Turn>(
            *this, name, *waiter->admission, m_clock.monotonic() - started);
    else
        std::erase(host->waiting, waiter);
    if (wakeup->stopReason())
        co_return originFailure(*wakeup->stopReason());
    if (refusal)
        co_return tl::unexpected<OriginFailure>{std::move(*refusal)};
    co_return turn;
}

void HostGate::report(
    const QString &name, CircuitBreaker::Admission admission, CircuitBreaker::Outcome outcome)
{
    auto &host = *m_hosts.value(name);
    const auto stateBefore = host.breaker.state();
    host.breaker.report(admission, outcome, m_clock.monotonic());
    if (outcome == CircuitBreaker::Outcome::Failure)
        host.failedAt = m_clock.monotonic();
    if (host.breaker.state() != stateBefore)
        qCInfo(lcHosts).noquote() << name << stateWord(host.breaker.state());
    for (const auto &waiter : host.waiting)
        waiter->wakeup->wake(); // it looks whether it has opened
    admitWhoMay(host);
}

QStringList HostGate::hostsThat(const std::function<bool(const Host &)> &holds) const
{
    QStringList names;
    for (auto host = m_hosts.begin(); host != m_hosts.end(); ++host) {
        if (holds(**host))
            names.append(host.key());
    }
    names.sort();
    return names;
}

QStringList HostGate::downHosts(milliseconds lately) const
{
    return hostsThat([this, lately](const Host &host) {
        return host.breaker.state() != CircuitBreaker::State::Closed
            && m_clock.monotonic() - host.failedAt < lately;
    });
}

QStringList HostGate::pausedHosts(milliseconds longer) const
{
    return hostsThat([this, longer](const Host &host) {
        return host.pausedUntil - m_clock.monotonic() >= longer;
    });
}

void HostGate::leave(const QString &name)
{
    const auto host = m_hosts.value(name);
    --host->active;
    admitWhoMay(*host);
    const bool isIdle = host->active == 0 && host->waiting.empty();
    if (isIdle && host->breaker.isPristine() && m_clock.monotonic() >= host->pausedUntil)
        m_hosts.remove(name);
}

HostGate::Turn::~Turn()
{
    report(Outcome::Unknown);
    m_gate.leave(m_host);
}

void HostGate::Turn::report(Outcome outcome)
{
    if (!std::exchange(m_isReported, true))
        m_gate.report(m_host, m_admission, outcome);
}

void HostGate::Turn::pauseHost(milliseconds retryAfter)
{
    const auto host = m_gate.m_hosts.value(m_host);
    const auto pause = std::min(retryAfter, m_gate.m_options.longestPause);
    if (host->pausedUntil < m_gate.m_clock.monotonic() && pause > milliseconds{0}) {
        qCInfo(lcHosts).noquote() << m_host
                                  << "asks for patience (Retry-After) and is left alone for"
                                  << std::chrono::ceil<std::chrono::seconds>(pause).count() << "s";
    }
    host->pausedUntil = std::max(host->pausedUntil, m_gate.m_clock.monotonic() + pause);
}

} // namespace r2cache
