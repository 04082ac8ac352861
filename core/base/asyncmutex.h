// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>

#include <deque>
#include <memory>

namespace r2cache {

/// Lets one coroutine at a time through, in the order of asking. One thread; not recursive.
///
///     const auto turn = co_await mutex.enter(); // leaves when `turn` goes
class AsyncMutex
{
public:
    /// Held by whoever is inside; the next one enters when the last copy goes.
    using Turn = std::shared_ptr<void>;

    [[nodiscard]] QFuture<Turn> enter()
    {
        auto promise = std::make_shared<QPromise<Turn>>();
        promise->start();
        auto future = promise->future();
        m_waiting.push_back(std::move(promise));
        if (m_waiting.size() == 1)
            admitFirst();
        return future;
    }

private:
    void admitFirst()
    {
        const auto promise = m_waiting.front();
        promise->addResult(Turn(this, [](void *self) { static_cast<AsyncMutex *>(self)->leave(); }));
        promise->finish();
    }

    void leave()
    {
        m_waiting.pop_front();
        if (!m_waiting.empty())
            admitFirst();
    }

    std::deque<std::shared_ptr<QPromise<Turn>>> m_waiting; // the first is inside
};

} // namespace r2cache
