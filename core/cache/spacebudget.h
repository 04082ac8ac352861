// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <optional>

namespace r2cache {

/// Counts every byte the cache may have on the disk: finished files, what fills have reserved,
/// partial files kept for a later fill, quarantine, and evicted files that somebody still reads.
/// Pure; lives on the service thread.
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
    /// The fill ended, or the service starts: @p bytes of it stay for a later one to go on with.
    void keep(const QString &id, qint64 bytes);
    /// A fill has begun that may go on with what is kept of @p id: it is not to be dropped. Until
    /// it reserves, is released or kept again.
    void take(const QString &id);
    /// Forgets what is kept of @p id as such; the bytes follow by bytesFreed(). @return how many.
    qint64 drop(const QString &id);
    /// Whose partial file has been kept for longest; not one that a fill has taken.
    [[nodiscard]] std::optional<QString> longestKept() const;
    void committed(const QString &id, qint64 bytes); ///< The reservation became an entry.
    void entryAdopted(qint64 bytes);
    void entryRemoved(); ///< Its row is gone; the bytes follow by bytesFreed().
    void bytesFreed(qint64 bytes);
    void quarantined(qint64 bytes); ///< Of an entry that was removed: they stay on the disk.
    /// What lies in quarantine by now; more or less of it is stored in all.
    void setQuarantined(qint64 bytes);

    [[nodiscard]] qint64 storedBytes() const { return m_storedBytes; }
    [[nodiscard]] qint64 reservedBytes() const { return m_reservedBytes; }
    [[nodiscard]] qint64 entries() const { return m_entries; }
    [[nodiscard]] qint64 quarantinedBytes() const { return m_quarantinedBytes; } ///< Of the stored.
    [[nodiscard]] qint64 keptBytes() const { return m_keptBytes; } ///< Of partial files.
    [[nodiscard]] bool isReserved(const QString &id) const { return m_reserved.contains(id); }
    [[nodiscard]] bool isTaken(const QString &id) const { return m_kept.value(id).isTaken; }

private:
    struct Kept
    {
        qint64 bytes = 0;
        quint64 order = 0; ///< Of being kept.
        bool isTaken = false;
    };

    Limits m_limits;
    QHash<QString, qint64> m_reserved;
    qint64 m_reservedBytes = 0;
    QHash<QString, Kept> m_kept;
    qint64 m_keptBytes = 0;
    quint64 m_keptCount = 0; ///< So far.
    qint64 m_storedBytes = 0;
    qint64 m_quarantinedBytes = 0;
    qint64 m_entries = 0;
};

} // namespace r2cache
