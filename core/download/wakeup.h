// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QCoroTask>
#include <QDeadlineTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace r2cache {

/// What one chain of coroutines waits with: signals, timers and stop() all wake it, and it looks
/// at its condition again.
///
/// One wait at a time. It resumes through the event loop, never inside the call that woke it, so
/// that the resumed coroutine may destroy whatever did. Lives on one thread.
class Wakeup final : public QObject
{
    Q_OBJECT

public:
    enum class End
    {
        Met, ///< The condition holds.
        TimedOut,
        Stopped, ///< stop() was called: give up and clean up.
    };

    /// Deleted later: the last reference may go inside its own resumption.
    [[nodiscard]] static std::shared_ptr<Wakeup> create();

    void wake();

    /// Ends this and every further wait. The first reason stays.
    void stop(Error reason);
    [[nodiscard]] const std::optional<Error> &stopReason() const { return m_stopReason; }

    using Condition = std::function<bool()>;

    /// Waits until @p condition holds; it is asked now and after every wake(). Give it a named
    /// Condition: GCC 12 destroys twice what a lambda written inside a co_await has captured.
    [[nodiscard]] QCoro::Task<End>
    until(Condition condition, QDeadlineTimer deadline = QDeadlineTimer(QDeadlineTimer::Forever));

    /// Waits until @p future is finished. It may be without a result then (cancelled).
    template<typename T>
    [[nodiscard]] QCoro::Task<End> untilFinished(
        QFuture<T> future, QDeadlineTimer deadline = QDeadlineTimer(QDeadlineTimer::Forever))
    {
        QFutureWatcher<T> watcher;
        connect(&watcher, &QFutureWatcherBase::finished, this, &Wakeup::wake);
        watcher.setFuture(future);
        const Condition finished = [future] {
            return future.isFinished();
        };
        co_return co_await until(finished, deadline);
    }

private:
    Wakeup();
    void resumeWaiter();

    QTimer m_timer;
    std::coroutine_handle<> m_waiter;
    bool m_resumePosted = false;
    std::optional<Error> m_stopReason;
};

} // namespace r2cache
