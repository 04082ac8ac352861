// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/connectionwaker.h"

#include <QMetaObject>

#include <utility>

namespace r2cache {

ConnectionWaker::ConnectionWaker(QObject *worker, std::function<void()> turn)
    : m_worker(worker)
    , m_turn(std::move(turn))
{ }

void ConnectionWaker::wake(quint64 connection)
{
    const std::scoped_lock lock(m_mutex);
    m_woken.push_back(connection);
    if (m_worker && m_woken.size() == 1)
        QMetaObject::invokeMethod(m_worker, m_turn, Qt::QueuedConnection);
}

std::vector<quint64> ConnectionWaker::take()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_woken, {});
}

void ConnectionWaker::close()
{
    const std::scoped_lock lock(m_mutex);
    m_worker = nullptr;
}

} // namespace r2cache
