// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/asyncmutex.h"
#include "core/base/clock.h"
#include "core/base/diskspace.h"
#include "core/cache/cachestats.h"
#include "core/cache/entrymap.h"
#include "core/cache/filestore.h"
#include "core/cache/index.h"
#include "core/cache/leases.h"
#include "core/cache/spacebudget.h"
#include "core/cache/victimsearch.h"

#include <QCoroTask>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace r2cache {

/// How many of the entries that were to go stayed, each counted once, by the strongest reason.
struct KeptEntries
{
    qint64 pinned = 0;
    qint64 leased = 0; ///< Held by a render.
    qint64 inUse = 0; ///< Being read or written.

    [[nodiscard]] qint64 sum() const { return pinned + leased + inUse; }
};

/// What clearing has done.
struct RemovalReport
{
    qint64 removedEntries = 0;
    qint64 bytesFreed = 0; ///< Sizes of what was removed; a reader may still hold some open.
    QStringList errors;
    KeptEntries kept; ///< By clear().
};

/// Keeps the cache's invariants: bytes and entries within their limits, an entry only for a whole
/// file, nothing evicted that a lease or a pin holds.
///
/// Lives on the service thread, where its decisions are single turns of the event loop; disk work
/// goes to the pool, SQL to the index threads. Must outlive the tasks it returned.
class DiskCache : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        SpaceBudget::Limits limits;
        std::chrono::milliseconds defaultTtl{0};
        PolicyKind policy = PolicyKind::Lru; ///< Learns nothing of old entries before learn().
    };

    /// What the cache stands on; all outlive it.
    struct Parts
    {
        FileStore &store;
        Index &index;
        EntryMap &map;
        CacheCounters &counters;
        const Clock &clock;
        const DiskSpace &diskSpace;
        QThreadPool &pool;
    };

    DiskCache(const Parts &parts, const Options &options, QObject *parent = nullptr);

    void setOptions(const Options &options);
    [[nodiscard]] const Options &options() const { return m_options; }

    /// Sums up what is stored, restores counters, sweeps partial files of an earlier run; then
    /// flushes accesses and leases each second, lets the index catch up, and evicts what lowered
    /// limits had to leave because somebody held it. Before the first fill.
    [[nodiscard]] QCoro::Task<Result<>> start();
    /// Teaches the eviction policy what an earlier run left; beside serving. Ends early once
    /// @p stop is true.
    [[nodiscard]] QCoro::Task<Result<>> learn(const std::atomic<bool> &stop);
    /// Writes counters and accesses a last time.
    [[nodiscard]] QCoro::Task<Result<>> stop();

    /// Books space for fill @p id (in all, not in addition), dropping what is kept of failed fills
    /// and evicting what nobody holds. The limits
    /// are the high watermark; what has to go for CACHE_MAX_SIZE_GB or CACHE_MAX_ENTRIES goes down
    /// to 95 % of it, as far as that costs no entry that reaches below.
    /// @return TooLarge, CacheFull (CACHE_MAX_SIZE_GB, CACHE_MAX_ENTRIES) or DiskFull
    /// (CACHE_MIN_FREE_GB) at once when that cannot do; nothing is evicted in vain.
    [[nodiscard]] QCoro::Task<Result<>> reserve(QString id, qint64 totalBytes);

    /// Makes the partial file of @p record an entry. The version is the record's, if readers have
    /// seen the bytes under it; 0: the one after the newest, or the same for the same bytes. The
    /// older version goes unless it is leased.
    [[nodiscard]] QCoro::Task<Result<EntryRecord>> commit(EntryRecord record);

    /// The origin says that @p record still holds: fresh from now on.
    [[nodiscard]] QCoro::Task<Result<>> confirm(EntryRecord record);

    /// A fill of @p id begins, and may go on with the partial file that is kept of it.
    void fillStarts(const QString &id) { m_budget.take(id); }
    /// The fill has ended without an entry: its error is noted, its space free again but for a
    /// partial file that is still there, which is kept as long as nothing else needs its room.
    [[nodiscard]] QCoro::Task<Result<>> fillFailed(QString id, Error error);

    /// Applies @p change (here, and where it changes anything on the index's thread once more) to
    /// the newest entry of @p id: its row, then its sidecar. @return the new record, or NotFound.
    [[nodiscard]] QCoro::Task<Result<EntryRecord>> change(QString id, EntryChange change);

    /// Removes all versions of @p id. @return NotFound, or Leased unless @p force.
    [[nodiscard]] QCoro::Task<Result<RemovalReport>> remove(QString id, bool force);
    [[nodiscard]] QCoro::Task<Result<RemovalReport>> clear(ClearRequest request);

    /// A row whose file is not there, or not its bytes: row and file go (the file to quarantine/
    /// when @p quarantine), unless the row has gone, is of another fetch or is being written by
    /// now. @return whether they went.
    [[nodiscard]] QCoro::Task<Result<bool>> discard(EntryRecord record, bool quarantine);
    /// Removes exactly @p record, unless somebody holds it by now.
    [[nodiscard]] QCoro::Task<Result<RemovalReport>> removeUnlessHeld(EntryRecord record);
    /// Evicts what is above the limits, which may have been lowered, as much of it as nobody holds;
    /// and what CACHE_MIN_FREE_GB wants, if that can be had: a disk that others have filled is no
    /// reason to empty the cache in vain.
    [[nodiscard]] QCoro::Task<Result<RemovalReport>> keepLimits();
    /// Deletes what has lain in quarantine/ for longer than @p age. @return the bytes freed.
    [[nodiscard]] QCoro::Task<Result<qint64>> emptyQuarantine(std::chrono::milliseconds age);
    /// Removes partial files last written longer than @p age ago that no fill writes or
    /// @p isWanted. @return how many.
    [[nodiscard]] QCoro::Task<Result<int>>
    removeOldPartials(std::chrono::milliseconds age, std::function<bool(QString id)> isWanted);
    /// Files with good sidecars but no row become entries.
    [[nodiscard]] QCoro::Task<Result<qint64>> adopt(QList<EntryRecord> records);
    /// Removes the file @p fileName of the store that has no row: a video goes to quarantine/, a
    /// sidecar or temporary is deleted. @return false if it has a row by now, or is being written:
    /// it stays.
    [[nodiscard]] QCoro::Task<Result<bool>> removeStray(QString fileName);
    /// Whether somebody reads the file of exactly this entry just now.
    [[nodiscard]] bool isBeingRead(const EntryKey &key) const
    {
        return m_parts.map.isBeingRead(key);
    }
    /// Whether files of @p id are being written or removed just now.
    [[nodiscard]] bool isBusy(const QString &id) const { return m_busy.contains(id); }

    [[nodiscard]] Leases &leases() { return m_leases; }
    [[nodiscard]] const SpaceBudget &budget() const { return m_budget; }

    /// A fill that found no room because what is here is held, or others fill the disk.
    struct Refusal
    {
        enum class By
        {
            Bytes, ///< CACHE_MAX_SIZE_GB
            Entries, ///< CACHE_MAX_ENTRIES
            Disk, ///< What is free, above CACHE_MIN_FREE_GB.
        };
        std::chrono::milliseconds at{0}; ///< By the clock's monotonic().
        qint64 bytes = 0; ///< It wanted so many.
        By by = By::Bytes; ///< What was in its way.
    };
    /// The last one since the limits were set.
    [[nodiscard]] const std::optional<Refusal> &lastRefusal() const { return m_refusal; }
    [[nodiscard]] CacheCounters &counters() { return m_parts.counters; }
    [[nodiscard]] const FileStore &store() const { return m_parts.store; }
    [[nodiscard]] Index &index() { return m_parts.index; }

    /// Why reads and counters could not be written to the index the last time; nothing when they
    /// were.
    [[nodiscard]] const std::optional<Error> &indexFault() const { return m_indexFault; }

Q_SIGNALS:
    /// An entry of @p id has come, gone, or changed in more than its accesses.
    void entryChanged(const QString &id);

private:
    /// Counts an id as busy while it lives.
    class Busy
    {
    public:
        Busy(QHash<QString, int> &busy, QString id)
            : m_busy(busy)
            , m_id(std::move(id))
        {
            ++m_busy[m_id];
        }
        ~Busy()
        {
            if (--m_busy[m_id] == 0)
                m_busy.remove(m_id);
        }
        Q_DISABLE_COPY_MOVE(Busy)

    private:
        QHash<QString, int> &m_busy;
        QString m_id;
    };
    /// What people have said of an entry: it goes over to the object's next one.
    struct Marks
    {
        bool pinned = false;
        QStringList tags;
        qint64 ttlMs = 0;
    };

    [[nodiscard]] QCoro::Task<Result<EntryRecord>> changeExact(EntryKey key, EntryChange change);
    static void passOn(const Marks &marks, EntryRecord &record);
    [[nodiscard]] bool isHeld(const EntryRecord &record) const;
    /// Finishes when what is being noted of entries just now is written, which takes a moment:
    /// ffprobe's findings, say, which are no reason for keeping an entry. Others may change by
    /// then: it is waited for so many times.
    [[nodiscard]] QCoro::Task<> allChangesWritten();
    static constexpr int maxChangeWaits = 3;
    [[nodiscard]] KeptEntries countedByReason(const QList<EntryRecord> &held) const;
    [[nodiscard]] QCoro::Task<Result<RemovalReport>> removeRecords(
        QList<EntryRecord> records, EvictionPolicy::Removal why = EvictionPolicy::Removal::Deleted);
    [[nodiscard]] std::shared_ptr<void> spaceToken(qint64 bytes);
    [[nodiscard]] QCoro::Task<Result<>> flush();
    [[nodiscard]] QCoro::Task<> flushAndLog();
    [[nodiscard]] QCoro::Task<> catchUp();
    [[nodiscard]] QCoro::Task<> trim();
    /// Sweeps what earlier runs left of fills, and books what later ones can go on with.
    [[nodiscard]] QCoro::Task<Result<>> findPartials();
    /// Removes kept partial files, oldest first, until @p bytes of them have gone. @return how
    /// many bytes have.
    [[nodiscard]] QCoro::Task<Result<qint64>> dropPartials(qint64 bytes);
    /// What is known to be wrong first, then what is half there: both are worth less than an entry.
    /// @return how many bytes fewer are counted.
    [[nodiscard]] QCoro::Task<Result<qint64>> dropRemains(qint64 bytes);
    [[nodiscard]] QCoro::Task<Result<qint64>> dropQuarantined(QDateTime before, qint64 bytes);
    [[nodiscard]] QCoro::Task<Result<qint64>> dropPartial(QString id);

    Parts m_parts;
    Options m_options;
    SpaceBudget m_budget;
    std::optional<Refusal> m_refusal;
    Leases m_leases;
    VictimSearch m_victims;
    AsyncMutex m_reserving;
    AsyncMutex m_removingStray; ///< Commits let a removal that looked before them come to its end.
    AsyncMutexes m_changing; ///< By id: its row and its files, by commits, changes and removals.
    QSet<QString> m_behind; ///< File names of entries whose sidecar is older than their row.
    QHash<QString, Marks> m_quarantinedMarks; ///< id → of an entry whose bytes were wrong
    QHash<QString, int> m_busy; ///< id → commits and removals under way
    QHash<QString, qint64> m_savedCounters;
    QTimer m_flushTimer;
    bool m_flushing = false;
    std::optional<Error> m_indexFault;
    bool m_catchingUp = false;
    bool m_trimming = false;
    std::chrono::milliseconds m_nextTrim{0}; ///< Not before, by the clock's monotonic().
};

} // namespace r2cache
