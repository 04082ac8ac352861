// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/eventstream.h"

#include <utility>

namespace r2cache {

EventStream::EventStream(QByteArray onOverflow)
    : m_onOverflow(std::move(onOverflow))
{ }

void EventStream::send(const QByteArray &text)
{
    append(std::unique_lock(m_mutex), text);
}

void EventStream::sendIfIdle(const QByteArray &text)
{
    std::unique_lock lock(m_mutex);
    if (m_queued.isEmpty())
        append(std::move(lock), text);
}

void EventStream::end(const QByteArray &text)
{
    std::unique_lock lock(m_mutex);
    if (m_ended)
        return;
    m_queued += text;
    m_ended = true;
    const auto wake = std::exchange(m_wake, nullptr);
    lock.unlock();
    if (wake)
        wake();
}

void EventStream::append(std::unique_lock<std::mutex> lock, const QByteArray &text)
{
    if (m_ended)
        return;
    if (m_queued.size() + text.size() > maxQueued)
        m_queued = m_onOverflow;
    else
        m_queued += text;
    const auto wake = std::exchange(m_wake, nullptr);
    lock.unlock();
    if (wake)
        wake();
}

std::optional<QByteArray> EventStream::take()
{
    const std::scoped_lock lock(m_mutex);
    if (m_queued.isEmpty() && m_ended)
        return std::nullopt;
    return std::exchange(m_queued, {});
}

void EventStream::notify(std::function<void()> wake)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_queued.isEmpty() && !m_ended) {
            m_wake = std::move(wake);
            return;
        }
    }
    wake();
}

} // namespace r2cache
