// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>

#include <deque>

namespace r2cache {

/// Lets one coroutine at a time through, in the order of asking. One thread; not recursive.
///
///     co_await mutex.enter();
///     const AsyncMutex::Turn turn(mutex); // the next one enters when this goes
class AsyncMutex
{
public:
    /// Finishes when it is the caller's turn.
    [[nodiscard]] QFuture<void> enter()
    {
        QPromise<void> promise;
        promise.start();
        auto future = promise.future();
        m_waiting.push_back(std::move(promise));
        if (m_waiting.size() == 1)
            m_waiting.front().finish();
        return future;
    }

    class Turn
    {
    public:
        explicit Turn(AsyncMutex &mutex)
            : m_mutex(mutex)
        { }
        ~Turn() { m_mutex.leave(); }
        Q_DISABLE_COPY_MOVE(Turn)

    private:
        AsyncMutex &m_mutex;
    };

private:
    void leave()
    {
        m_waiting.pop_front();
        if (!m_waiting.empty())
            m_waiting.front().finish();
    }

    std::deque<QPromise<void>> m_waiting; // the first is inside
};

} // namespace r2cache
