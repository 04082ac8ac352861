// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/wakeup.h"

#include <QCoroFuture>

namespace r2cache {

namespace {

/// Hands the handle of the coroutine that awaits it to @p waiter.
struct Suspension
{
    std::coroutine_handle<> &waiter;

    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> handle) const { waiter = handle; }
    void await_resume() const { }
};

} // namespace

Wakeup::Wakeup()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Wakeup::wake);
}

std::shared_ptr<Wakeup> Wakeup::create()
{
    return {new Wakeup, [](Wakeup *wakeup) {
                wakeup->deleteLater();
            }};
}

void Wakeup::wake()
{
    // Without a waiter nothing is lost: the next wait asks its condition first.
    if (!m_waiter || m_resumePosted)
        return;
    m_resumePosted = true;
    QMetaObject::invokeMethod(this, &Wakeup::resumeWaiter, Qt::QueuedConnection);
}

void Wakeup::resumeWaiter()
{
    m_resumePosted = false;
    if (const auto waiter = std::exchange(m_waiter, {}))
        waiter.resume();
}

void Wakeup::stop(Error reason)
{
    if (!m_stopReason)
        m_stopReason = std::move(reason);
    wake();
}

QCoro::Task<Wakeup::End> Wakeup::until(Condition condition, QDeadlineTimer deadline)
{
    for (;;) {
        if (m_stopReason)
            co_return End::Stopped;
        if (condition())
            co_return End::Met;
        if (deadline.hasExpired())
            co_return End::TimedOut;
        if (!deadline.isForever())
            m_timer.start(
                std::chrono::milliseconds{deadline.remainingTime()} + // never early
                std::chrono::milliseconds{1});
        co_await Suspension{m_waiter};
        m_timer.stop();
    }
}

} // namespace r2cache
