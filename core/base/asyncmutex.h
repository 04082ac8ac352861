// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace r2cache {

/// Lets one coroutine at a time through, in the order of asking. One thread; not recursive.
///
///     co_await mutex.enter();
///     const AsyncMutex::Turn turn(mutex); // the next one enters when this goes
class AsyncMutex
{
public:
    /// Finishes when it is the caller's turn.
    [[nodiscard]] QFuture<void> enter() { return enterAt(m_waiting.size()); }

    /// The same, ahead of all that wait: for what is seldom and makes way for the others.
    [[nodiscard]] QFuture<void> enterNext()
    {
        return enterAt(std::min<size_t>(1, m_waiting.size()));
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
    friend class AsyncMutexes;

    QFuture<void> enterAt(size_t place)
    {
        QPromise<void> promise;
        promise.start();
        auto future = promise.future();
        if (m_waiting.empty())
            promise.finish();
        m_waiting.insert(
            m_waiting.begin() + static_cast<std::ptrdiff_t>(place), std::move(promise));
        return future;
    }

    void leave()
    {
        m_waiting.pop_front();
        if (!m_waiting.empty())
            m_waiting.front().finish();
    }

    std::deque<QPromise<void>> m_waiting; // the first is inside
};

/// One AsyncMutex for each key: who has different ones does not wait. One thread; not recursive.
///
///     co_await mutexes.enter(key);
///     const AsyncMutexes::Turn turn(mutexes, key);
class AsyncMutexes
{
public:
    /// Finishes when it is the caller's turn.
    [[nodiscard]] QFuture<void> enter(const QString &key) { return m_byKey[key].enter(); }

    /// Whether somebody is in at @p key, or waits for it.
    [[nodiscard]] bool contains(const QString &key) const { return m_byKey.contains(key); }
    /// Those of which contains() is true, in no order.
    [[nodiscard]] QStringList keys() const
    {
        QStringList keys;
        for (const auto &[key, mutex] : m_byKey)
            keys.append(key);
        return keys;
    }
    /// How many keys somebody is in or waits for.
    [[nodiscard]] size_t count() const { return m_byKey.size(); }

    class Turn
    {
    public:
        Turn(AsyncMutexes &mutexes, QString key)
            : m_mutexes(mutexes)
            , m_key(std::move(key))
        { }
        ~Turn() { m_mutexes.leave(m_key); }
        Q_DISABLE_COPY_MOVE(Turn)

    private:
        AsyncMutexes &m_mutexes;
        QString m_key;
    };

private:
    void leave(const QString &key)
    {
        const auto found = m_byKey.find(key);
        found->second.leave();
        // Whoever is let in resumes in a later turn of the event loop, and counts until it leaves.
        if (found->second.m_waiting.empty())
            m_byKey.erase(found);
    }

    std::unordered_map<QString, AsyncMutex> m_byKey;
};

} // namespace r2cache
