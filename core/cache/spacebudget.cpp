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
    const qint64 othersKept = m_keptBytes - m_kept.value(id).bytes;
    shortage.bytes = std::max<qint64>(
        0, m_storedBytes + othersReserved + othersKept + totalBytes - m_limits.maxBytes);
    shortage.entries = std::max<qint64>(0, m_entries + entriesToCome - m_limits.maxEntries);
    shortage.diskBytes
        = std::max<qint64>(0, othersReserved + totalBytes + m_limits.minFreeBytes - diskAvailable);
    return shortage;
}

SpaceBudget::Shortage SpaceBudget::excess(qint64 diskAvailable) const
{
    Shortage excess;
    excess.bytes
        = std::max<qint64>(0, m_storedBytes + m_reservedBytes + m_keptBytes - m_limits.maxBytes);
    excess.entries = std::max<qint64>(0, m_entries + m_reserved.size() - m_limits.maxEntries);
    excess.diskBytes = std::max<qint64>(0, m_limits.minFreeBytes - diskAvailable);
    return excess;
}

void SpaceBudget::reserve(const QString &id, qint64 totalBytes)
{
    release(id);
    m_reservedBytes += totalBytes;
    m_reserved.insert(id, totalBytes);
}

void SpaceBudget::release(const QString &id)
{
    m_reservedBytes -= m_reserved.take(id);
    m_keptBytes -= m_kept.take(id).bytes;
}

void SpaceBudget::keep(const QString &id, qint64 bytes)
{
    release(id);
    m_kept.insert(id, {bytes, ++m_keptCount, false});
    m_keptBytes += bytes;
}

void SpaceBudget::take(const QString &id)
{
    if (const auto kept = m_kept.find(id); kept != m_kept.end())
        kept->isTaken = true;
}

qint64 SpaceBudget::drop(const QString &id)
{
    const qint64 bytes = m_kept.take(id).bytes;
    m_keptBytes -= bytes;
    m_storedBytes += bytes;
    return bytes;
}

std::optional<QString> SpaceBudget::longestKept() const
{
    std::optional<QString> oldest;
    quint64 order = 0;
    for (auto kept = m_kept.begin(); kept != m_kept.end(); ++kept) {
        if (kept->isTaken || (oldest && kept->order > order))
            continue;
        oldest = kept.key();
        order = kept->order;
    }
    return oldest;
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

void SpaceBudget::quarantined(qint64 bytes)
{
    m_quarantinedBytes += bytes;
}

void SpaceBudget::setQuarantined(qint64 bytes)
{
    m_storedBytes += bytes - m_quarantinedBytes;
    m_quarantinedBytes = bytes;
}

void SpaceBudget::bytesFreed(qint64 bytes)
{
    m_storedBytes -= bytes;
}

} // namespace r2cache
