// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/fillcontent.h"

#include <algorithm>
#include <utility>

namespace r2cache {

FillContent::FillContent(Version version, Demand demand)
    : m_version(std::move(version))
    , m_demand(std::move(demand))
{ }

qint64 FillContent::availableLocked(qint64 offset) const
{
    if (m_invalid)
        return nothingMore;
    const auto bytes = m_present.contiguousEnd(offset) - offset;
    return bytes == 0 && m_ended ? nothingMore : bytes;
}

qint64 FillContent::available(qint64 offset) const
{
    const std::scoped_lock lock(m_mutex);
    return availableLocked(offset);
}

void FillContent::notify(qint64 offset, std::function<void()> wake)
{
    Demand demand;
    {
        const std::scoped_lock lock(m_mutex);
        if (availableLocked(offset) == 0) {
            m_waiters.push_back({offset, std::exchange(wake, {})});
            demand = m_demand;
        }
    }
    // Not under the lock: both may come back here.
    if (demand)
        demand(offset);
    if (wake)
        wake();
}

void FillContent::publish(ByteRange range)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_present.add(range);
    }
    wakeReady();
}

void FillContent::end()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
        m_demand = {};
    }
    wakeReady();
}

void FillContent::invalidate()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_invalid = true;
        m_demand = {};
    }
    wakeReady();
}

void FillContent::wakeReady()
{
    std::vector<Waiter> ready;
    {
        const std::scoped_lock lock(m_mutex);
        const auto first
            = std::partition(m_waiters.begin(), m_waiters.end(), [this](const Waiter &waiter) {
                  return availableLocked(waiter.offset) == 0;
              });
        std::move(first, m_waiters.end(), std::back_inserter(ready));
        m_waiters.erase(first, m_waiters.end());
    }
    for (const auto &waiter : ready)
        waiter.wake();
}

FillContentPtr FillContentSlot::current() const
{
    const std::scoped_lock lock(m_mutex);
    return m_current;
}

void FillContentSlot::set(FillContentPtr content)
{
    std::vector<std::function<void(FillContentPtr)>> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        m_current = content;
        if (content) {
            m_isRefused = false;
            waiting.swap(m_waiting);
        }
    }
    for (const auto &use : waiting)
        use(content);
}

void FillContentSlot::refuse()
{
    std::vector<std::function<void(FillContentPtr)>> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        m_isRefused = true;
        waiting.swap(m_waiting);
    }
    for (const auto &use : waiting)
        use(nullptr);
}

bool FillContentSlot::isRefused() const
{
    const std::scoped_lock lock(m_mutex);
    return m_isRefused;
}

void FillContentSlot::whenSet(std::function<void(FillContentPtr)> use)
{
    FillContentPtr content;
    {
        const std::scoped_lock lock(m_mutex);
        content = m_current;
        if (!content && !m_isRefused) {
            m_waiting.push_back(std::move(use));
            return;
        }
    }
    use(std::move(content));
}

} // namespace r2cache
