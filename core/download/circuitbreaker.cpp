// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/circuitbreaker.h"

#include <algorithm>

namespace r2cache {

std::optional<CircuitBreaker::Admission> CircuitBreaker::admit(bool isUrgent, Time now)
{
    if (m_state == State::Closed)
        return Admission{};
    if (m_state == State::Open && now >= m_openUntil) {
        m_state = State::HalfOpen;
        m_nextUrgent = now + m_options.urgentInterval;
        return Admission{.isTrial = true};
    }
    if (!isUrgent || now < m_nextUrgent)
        return std::nullopt;
    m_nextUrgent = now + m_options.urgentInterval;
    return Admission{};
}

std::optional<CircuitBreaker::Time> CircuitBreaker::nextAdmission(bool isUrgent) const
{
    switch (m_state) {
    case State::Closed:
        return Time{0};
    case State::Open:
        return isUrgent ? std::min(m_openUntil, m_nextUrgent) : m_openUntil;
    case State::HalfOpen:
        break;
    }
    return isUrgent ? std::optional{m_nextUrgent} : std::nullopt;
}

void CircuitBreaker::report(Admission admission, Outcome outcome, Time now)
{
    const bool trialEnds = m_state == State::HalfOpen && admission.isTrial;
    switch (outcome) {
    case Outcome::Success:
        m_state = State::Closed;
        m_failures = 0;
        break;
    case Outcome::Failure:
        // Others that fail while it is open were sent before, or by somebody urgent: no news.
        if (trialEnds)
            open(std::min(m_pause * 2, m_options.longestPause), now);
        else if (m_state == State::Closed && ++m_failures >= m_options.failuresToOpen)
            open(m_options.firstPause, now);
        break;
    case Outcome::Unknown:
        if (trialEnds)
            m_state = State::Open; // and the pause is over: whoever comes next tries
        break;
    }
}

void CircuitBreaker::open(std::chrono::milliseconds pause, Time now)
{
    m_state = State::Open;
    ++m_openings;
    m_failures = 0;
    m_pause = pause;
    m_openUntil = now + pause;
    m_nextUrgent = std::max(m_nextUrgent, now + m_options.urgentInterval);
}

} // namespace r2cache
