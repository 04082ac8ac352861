// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace r2cache {

/// Counts every byte the cache may have on the disk: finished files, what fills have reserved,
/// quarantine, and evicted files that somebody still reads. Pure; lives on the service thread.
class SpaceBudget
{
public:
    struct Limits
    {
        qint64 maxBytes = 0; ///< CACHE_MAX_SIZE_GB
        qint64 maxEntries = 0; ///< CACHE_MAX_ENTRIES
        qint64 minFreeBytes = 0; ///< CACHE_MIN_FREE_GB
    };

    /// What stands between a reservation and yes. All zero: granted.
    struct Shortage
    {
        qint64 bytes = 0; ///< To be freed, for CACHE_MAX_SIZE_GB.
        qint64 entries = 0; ///< To be removed, for CACHE_MAX_ENTRIES.
        qint64 diskBytes = 0; ///< To be freed, for CACHE_MIN_FREE_GB.

        [[nodiscard]] bool none() const { return bytes <= 0 && entries <= 0 && diskBytes <= 0; }
    };

    void setLimits(const Limits &limits) { m_limits = limits; }
    [[nodiscard]] const Limits &limits() const { return m_limits; }

    /// What lies on the disk when the service starts.
    void setStored(qint64 bytes, qint64 entries);

    /// What is missing for fill @p id to hold @p totalBytes in all (not in addition).
    /// @param diskAvailable  bytes the file system has left; partly filled reservations have
    ///                       already taken some of theirs, so this errs on the safe side.
    [[nodiscard]] Shortage
    shortageFor(const QString &id, qint64 totalBytes, qint64 diskAvailable) const;

    /// What is stored or reserved beyond the limits; see Shortage.
    [[nodiscard]] Shortage excess(qint64 diskAvailable) const;

    /// Books it; ask shortageFor() first, in the same turn of the event loop.
    void reserve(const QString &id, qint64 totalBytes);
    void release(const QString &id); ///< The fill failed: its partial file is gone.
    void committed(const QString &id, qint64 bytes); ///< The reservation became an entry.
    void entryAdopted(qint64 bytes);
    void entryRemoved(); ///< Its row is gone; the bytes follow by bytesFreed().
    void bytesFreed(qint64 bytes);

    [[nodiscard]] qint64 storedBytes() const { return m_storedBytes; }
    [[nodiscard]] qint64 reservedBytes() const { return m_reservedBytes; }
    [[nodiscard]] qint64 entries() const { return m_entries; }
    [[nodiscard]] bool isReserved(const QString &id) const { return m_reserved.contains(id); }

private:
    Limits m_limits;
    QHash<QString, qint64> m_reserved;
    qint64 m_reservedBytes = 0;
    qint64 m_storedBytes = 0;
    qint64 m_entries = 0;
};

} // namespace r2cache
