// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/epolldispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimerEvent>

#include <fcntl.h>
#include <limits>
#include <sys/eventfd.h>
#include <tuple>
#include <unistd.h>

namespace r2cache {

using namespace std::chrono_literals;

namespace {

/// Told from a pointer of the handler's by its lowest bit: the notifier may be gone when the event
/// is looked at.
quint64 dataOf(QSocketNotifier *notifier)
{
    return reinterpret_cast<quintptr>(notifier) | 1U;
}

quint32 eventsOf(QSocketNotifier::Type type)
{
    switch (type) {
    case QSocketNotifier::Read:
        return EPOLLIN;
    case QSocketNotifier::Write:
        return EPOLLOUT;
    case QSocketNotifier::Exception:
        return EPOLLPRI;
    }
    return 0;
}

} // namespace

EpollDispatcher::EpollDispatcher()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    epoll_event event{}; // no data: the wake-up
    event.events = EPOLLIN;
    if (::epoll_ctl(m_epoll.descriptor(), EPOLL_CTL_ADD, m_wake.descriptor(), &event) != 0)
        m_epoll = OpenFile();
}

EpollDispatcher::~EpollDispatcher() = default;

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_isInterrupted = false;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    // A post or an interrupt from here on writes to the eventfd: the wait below ends at once.
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_isInterrupted;
    if (mayWait)
        Q_EMIT aboutToBlock();
    std::array<epoll_event, 128> events;
    const int count = ::epoll_wait(
        m_epoll.descriptor(), events.data(), static_cast<int>(events.size()),
        mayWait ? timeUntilTimer() : 0);
    if (mayWait)
        Q_EMIT awake();
    const bool dispatched
        = count > 0 && dispatch(std::span(events).first(static_cast<std::size_t>(count)));
    return fireTimers() || dispatched;
}

bool EpollDispatcher::dispatch(std::span<epoll_event> events)
{
    // What is the handler's moves to the front; what is ours is seen to at once.
    std::size_t handlers = 0;
    for (const auto &event : events) {
        if (event.data.u64 == 0)
            takeWakeUp();
        else if (event.data.u64 & 1U)
            activate(event.data.u64);
        else
            events[handlers++] = event;
    }
    if (handlers > 0 && m_handler)
        m_handler(events.first(handlers));
    return true;
}

void EpollDispatcher::activate(quint64 data)
{
    const auto found = std::ranges::find_if(
        m_notifiers, [&](const auto &pair) { return dataOf(pair.first) == data; });
    if (found == m_notifiers.end())
        return; // disabled by what came before it
    QEvent activation(QEvent::SockAct);
    QCoreApplication::sendEvent(found->first, &activation);
}

void EpollDispatcher::takeWakeUp()
{
    quint64 count = 0;
    std::ignore = ::read(m_wake.descriptor(), &count, sizeof count); // whoever came first has it
    // Last: who posts after this writes again. And who posted before it has been heard.
    m_isWoken.exchange(false);
}

void EpollDispatcher::wakeUp()
{
    const quint64 one = 1;
    if (!m_isWoken.exchange(true))
        std::ignore = ::write(m_wake.descriptor(), &one, sizeof one); // full: it is awake
}

void EpollDispatcher::interrupt()
{
    m_isInterrupted = true;
    wakeUp();
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    OpenFile duplicate(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    epoll_event event{};
    event.events = eventsOf(notifier->type());
    event.data.u64 = dataOf(notifier);
    if (::epoll_ctl(m_epoll.descriptor(), EPOLL_CTL_ADD, duplicate.descriptor(), &event) == 0)
        m_notifiers.insert_or_assign(notifier, std::move(duplicate));
    else
        qErrnoWarning("A socket notifier cannot be enabled");
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    if (const auto found = m_notifiers.find(notifier); found != m_notifiers.end()) {
        // Closing the duplicate is not enough while the original is open.
        ::epoll_ctl(m_epoll.descriptor(), EPOLL_CTL_DEL, found->second.descriptor(), nullptr);
        m_notifiers.erase(found);
    }
}

void EpollDispatcher::registerTimer(int id, qint64 interval, Qt::TimerType type, QObject *object)
{
    const std::chrono::milliseconds every(interval);
    m_timers.insert_or_assign(id, Timer{every, type, object, Clock::now() + every});
}

bool EpollDispatcher::unregisterTimer(int id)
{
    return m_timers.erase(id) > 0;
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return std::erase_if(m_timers, [&](const auto &pair) { return pair.second.object == object; })
        > 0;
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> infos;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            infos.append(TimerInfo(id, static_cast<int>(timer.interval.count()), timer.type));
    }
    return infos;
}

int EpollDispatcher::remainingTime(int id)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end())
        return -1;
    const auto left
        = std::chrono::ceil<std::chrono::milliseconds>(found->second.due - Clock::now());
    return static_cast<int>(std::max(left, 0ms).count());
}

int EpollDispatcher::timeUntilTimer() const
{
    auto due = Clock::time_point::max();
    for (const auto &[id, timer] : m_timers) { // a handful
        if (!timer.isRunning)
            due = std::min(due, timer.due);
    }
    if (due == Clock::time_point::max())
        return -1;
    // Rounded up: woken too early it would only come back for the rest.
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now()).count();
    return static_cast<int>(std::clamp<qint64>(left, 0, std::numeric_limits<int>::max()));
}

bool EpollDispatcher::fireTimers()
{
    if (m_timers.empty())
        return false;
    const auto now = Clock::now();
    // What is registered meanwhile has its first turn in the next round.
    std::vector<std::pair<Clock::time_point, int>> due;
    for (const auto &[id, timer] : m_timers) {
        if (timer.due <= now && !timer.isRunning)
            due.emplace_back(timer.due, id);
    }
    std::ranges::sort(due);
    for (const auto &[time, id] : due) {
        const auto found = m_timers.find(id);
        if (found == m_timers.end())
            continue; // stopped by one before it
        auto &timer = found->second;
        timer.due = now + timer.interval;
        timer.isRunning = true;
        QTimerEvent event(id);
        QCoreApplication::sendEvent(timer.object, &event);
        if (const auto left = m_timers.find(id); left != m_timers.end())
            left->second.isRunning = false;
    }
    return !due.empty();
}

} // namespace r2cache
