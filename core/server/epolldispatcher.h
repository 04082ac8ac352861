// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"

#include <QAbstractEventDispatcher>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <span>
#include <sys/epoll.h>

namespace r2cache {

/// Qt's events, timers and notifiers of a thread, and the sockets of its HttpWorker, in one epoll
/// set that the thread sleeps in.
///
/// Qt's own dispatchers sleep in poll(2). An epoll set inside that costs a second system call for
/// every wake-up, and the kernel then does not know that who wakes the thread is about to wait for
/// it: a client that asks, waits and asks again took a third more CPU time for a range of 1 MiB.
///
/// For threads that do nothing else: the flags that leave out some kinds of events are not heeded.
/// Lives on its thread, which owns it (QThread::setEventDispatcher()).
class EpollDispatcher : public QAbstractEventDispatcher
{
    Q_OBJECT

public:
    /// What epoll has told about descriptors that were added to epoll() by hand.
    using Handler = std::function<void(std::span<const epoll_event>)>;

    EpollDispatcher();
    ~EpollDispatcher() override;

    /// The set, for descriptors with an aligned pointer, not null, as their data; -1 if it could
    /// not be made, errno tells why.
    [[nodiscard]] int epoll() const { return m_epoll.descriptor(); }
    /// One a thread.
    void setHandler(Handler handler) { m_handler = std::move(handler); }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;
    void registerTimer(int id, qint64 interval, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int id) override;
    bool unregisterTimers(QObject *object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int id) override;
    void wakeUp() override; ///< From any thread.
    void interrupt() override; ///< From any thread.

private:
    using Clock = std::chrono::steady_clock;

    struct Timer
    {
        std::chrono::milliseconds interval;
        Qt::TimerType type;
        QObject *object;
        Clock::time_point due;
        bool isRunning = false; ///< Its object is handling it, perhaps in an event loop of its own.
    };

    /// In milliseconds, as epoll_wait wants it; -1 for ever.
    [[nodiscard]] int timeUntilTimer() const;
    bool fireTimers();
    bool dispatch(std::span<epoll_event> events);
    void activate(quint64 data);
    void takeWakeUp();

    OpenFile m_epoll;
    OpenFile m_wake; ///< An eventfd.
    Handler m_handler;
    /// Each with a duplicate of its descriptor: one descriptor may have several notifiers.
    std::map<QSocketNotifier *, OpenFile> m_notifiers;
    std::map<int, Timer> m_timers;
    std::atomic<bool> m_isWoken = false;
    std::atomic<bool> m_isInterrupted = false;
};

} // namespace r2cache
