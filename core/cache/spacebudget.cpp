// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/spacebudget.h"

#include <algorithm>

namespace r2cache {

void SpaceBudget::setStored(qint64 bytes, qint64 entries)
{
    m_storedBytes = bytes;
    m_entries = entries;
}

SpaceBudget::Shortage
SpaceBudget::shortageFor(const QString &id, qint64 totalBytes, qint64 diskAvailable) const
{
    const qint64 othersReserved = m_reservedBytes - m_reserved.value(id);
    const qint64 entriesToCome = m_reserved.size() + (m_reserved.contains(id) ? 0 : 1);
    Shortage shortage;
    shortage.bytes
        = std::max<qint64>(0, m_storedBytes + othersReserved + totalBytes - m_limits.maxBytes);
    shortage.entries = std::max<qint64>(0, m_entries + entriesToCome - m_limits.maxEntries);
    shortage.diskBytes
        = std::max<qint64>(0, othersReserved + totalBytes + m_limits.minFreeBytes - diskAvailable);
    return shortage;
}

SpaceBudget::Shortage SpaceBudget::excess(qint64 diskAvailable) const
{
    Shortage excess;
    excess.bytes = std::max<qint64>(0, m_storedBytes + m_reservedBytes - m_limits.maxBytes);
    excess.entries = std::max<qint64>(0, m_entries + m_reserved.size() - m_limits.maxEntries);
    excess.diskBytes = std::max<qint64>(0, m_limits.minFreeBytes - diskAvailable);
    return excess;
}

void SpaceBudget::reserve(const QString &id, qint64 totalBytes)
{
    m_reservedBytes += totalBytes - m_reserved.value(id);
    m_reserved.insert(id, totalBytes);
}

void SpaceBudget::release(const QString &id)
{
    m_reservedBytes -= m_reserved.take(id);
}

void SpaceBudget::committed(const QString &id, qint64 bytes)
{
    release(id);
    entryAdopted(bytes);
}

void SpaceBudget::entryAdopted(qint64 bytes)
{
    m_storedBytes += bytes;
    ++m_entries;
}

void SpaceBudget::entryRemoved()
{
    --m_entries;
}

void SpaceBudget::bytesFreed(qint64 bytes)
{
    m_storedBytes -= bytes;
}

} // namespace r2cache
