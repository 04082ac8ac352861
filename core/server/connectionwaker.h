// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <mutex>
#include <vector>

namespace r2cache {

/// Wakes connections of one worker from other threads: at most one message waits for the worker,
/// however many connections it is about.
///
/// Thread-safe. Outlives the worker in the hands of those who may wake; does nothing then.
class ConnectionWaker
{
public:
    /// @p turn runs on the thread of @p worker after wake(); it takes what take() has.
    ConnectionWaker(QObject *worker, std::function<void()> turn);

    void wake(quint64 connection);
    /// The connections woken since the last call.
    [[nodiscard]] std::vector<quint64> take();
    /// On the worker's thread, before it goes.
    void close();

private:
    std::mutex m_mutex;
    QObject *m_worker; ///< Null once closed.
    std::function<void()> m_turn;
    std::vector<quint64> m_woken;
};

} // namespace r2cache
