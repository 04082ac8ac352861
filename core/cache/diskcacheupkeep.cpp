// SPDX-License-Identifier: GPL-3.0-or-later
// How the cache looks after what it holds: changed entries, limits, quarantine.
#include "core/cache/diskcache.h"

#include <QCoroFuture>
#include <QLoggingCategory>

#include <limits>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcUpkeep, "cache.upkeep", QtInfoMsg)

// Steps on the pool: see diskcache.cpp for why they are functions.

QFuture<Result<>> writeSidecar(QThreadPool *pool, const FileStore *store, EntryRecord record)
{
    return runOn(pool, [store, record = std::move(record)] { return store->writeSidecar(record); });
}

struct Quarantine
{
    qint64 freed = 0;
    qint64 left = 0; ///< Bytes that lie there still.
};

QFuture<Result<Quarantine>>
emptied(QThreadPool *pool, const FileStore *store, QDateTime before, qint64 bytes)
{
    return runOn(pool, [store, before = std::move(before), bytes]() -> Result<Quarantine> {
        const auto freed = store->emptyQuarantine(before, bytes);
        if (!freed)
            return failure(freed.error());
        return Quarantine{*freed, store->quarantinedBytes()};
    });
}

} // namespace

QCoro::Task<Result<EntryRecord>> DiskCache::change(QString id, EntryChange change)
{
    const auto newest = co_await m_parts.index.newestEntry(id);
    if (!newest)
        co_return failure(newest.error());
    if (!*newest)
        co_return failure(ErrorCode::NotFound, u"There is no entry %1."_s.arg(id));
    // Most changes of many entries are none to most of them: those wait for nobody's writing, and
    // keep nobody from evicting the entry.
    EntryRecord wanted = **newest;
    change(wanted);
    if (wanted == **newest && !m_behind.contains(wanted.fileName()))
        co_return wanted;
    const EntryKey key{id, (*newest)->version};
    co_return co_await changeExact(key, std::move(change));
}

QCoro::Task<Result<EntryRecord>> DiskCache::changeExact(EntryKey key, EntryChange change)
{
    // One at a time: two writers of one sidecar would share its temporary file.
    co_await m_changing.enter(key.id);
    const AsyncMutexes::Turn turn(m_changing, key.id);
    const Busy busy(m_busy, key.id); // from here on its files may be written
    const auto changed = co_await m_parts.index.changeEntry(key, std::move(change));
    if (!changed)
        co_return failure(changed.error());
    if (!*changed)
        co_return failure(ErrorCode::NotFound, u"The entry %1 has just gone."_s.arg(key.id));
    const EntryRecord record = (*changed)->record;
    const QString name = record.fileName();
    // Nothing to be noted, unless the sidecar could not be written the last time.
    if (!(*changed)->isOther && !m_behind.contains(name))
        co_return record;
    m_victims.notePinned(key, record.pinned);
    // Its open file carries the record as it was; the next reader opens it anew.
    m_parts.map.reopen(key);
    Q_EMIT entryChanged(key.id);
    m_behind.insert(name);
    const auto written = co_await writeSidecar(&m_parts.pool, &m_parts.store, record);
    if (!written)
        co_return failure(written.error());
    m_behind.remove(name);
    co_return record;
}

QCoro::Task<> DiskCache::allChangesWritten()
{
    const auto ids = m_changing.keys();
    for (const auto &id : ids) {
        co_await m_changing.enter(id);
        const AsyncMutexes::Turn turn(m_changing, id);
    }
}

QCoro::Task<Result<RemovalReport>> DiskCache::removeUnlessHeld(EntryRecord record)
{
    // As it is by now: somebody may have pinned it.
    const EntryKey key{record.id, record.version};
    auto current = co_await m_parts.index.exactEntry(key);
    if (!current)
        co_return failure(current.error());
    QList<EntryRecord> records;
    if (*current)
        records.append(std::move(**current));
    m_victims.dropHeld(records);
    co_return co_await removeRecords(std::move(records));
}

QCoro::Task<Result<RemovalReport>> DiskCache::keepLimits()
{
    const auto findExcess = [this]() -> Result<SpaceBudget::Shortage> {
        const auto usage = m_parts.diskSpace.usage(m_parts.store.directory());
        if (!usage)
            return failure(usage.error());
        return m_budget.excess(usage->available);
    };
    const auto before = findExcess();
    if (!before)
        co_return failure(before.error());
    if (before->none())
        co_return RemovalReport{};
    // Ahead of reservations that wait: above the limits they evict the excess as well, or fail.
    co_await m_reserving.enterNext();
    const AsyncMutex::Turn turn(m_reserving);
    auto found = findExcess();
    if (!found)
        co_return failure(found.error());
    if (const auto dropped = co_await dropRemains(std::max(found->bytes, found->diskBytes));
        !dropped) {
        co_return failure(dropped.error());
    }
    found = findExcess();
    if (!found)
        co_return failure(found.error());
    const auto excess = *found;
    if (excess.none())
        co_return RemovalReport{};
    const EvictionGoal goal{std::max(excess.bytes, excess.diskBytes), excess.entries};
    auto victims = co_await m_victims.makingRoom(goal, EvictionGoal());
    if (!victims)
        co_return failure(victims.error());
    const bool isOverLimits = excess.bytes > 0 || excess.entries > 0;
    if (victims->isEmpty() && isOverLimits && excess.diskBytes > excess.bytes) {
        // Others have filled the disk, and all that is here would not make the room.
        const EvictionGoal ours{excess.bytes, excess.entries};
        victims = co_await m_victims.makingRoom(ours, EvictionGoal());
        if (!victims)
            co_return failure(victims.error());
    }
    if (victims->isEmpty() && isOverLimits) {
        // Not all of it can be had; nothing waits for it to be all or nothing.
        const ClearRequest anything;
        auto matches = co_await m_victims.matching(anything);
        if (!matches)
            co_return failure(matches.error());
        victims = std::move(matches->free);
    }
    m_victims.dropHeld(*victims);
    co_return co_await removeRecords(std::move(*victims), EvictionPolicy::Removal::Evicted);
}

QCoro::Task<Result<qint64>> DiskCache::emptyQuarantine(std::chrono::milliseconds age)
{
    return dropQuarantined(
        m_parts.clock.nowUtc().addMSecs(-age.count()), std::numeric_limits<qint64>::max());
}

QCoro::Task<Result<qint64>> DiskCache::dropQuarantined(QDateTime before, qint64 bytes)
{
    const auto done = co_await emptied(&m_parts.pool, &m_parts.store, std::move(before), bytes);
    if (!done)
        co_return failure(done.error());
    // As measured: somebody may have emptied it by hand, too.
    m_budget.setQuarantined(done->left);
    if (done->freed > 0)
        qCInfo(lcUpkeep) << "Removed" << done->freed << "bytes that lay in quarantine";
    co_return done->freed;
}

QCoro::Task<Result<qint64>> DiskCache::dropRemains(qint64 bytes)
{
    qint64 dropped = 0;
    if (bytes <= 0)
        co_return dropped; // entries are too many: nothing here is one
    if (const auto before = m_budget.quarantinedBytes(); before > 0) {
        const QDateTime anyTime;
        const auto freed = co_await dropQuarantined(anyTime, bytes);
        if (!freed)
            co_return failure(freed.error());
        dropped = std::max(*freed, before - m_budget.quarantinedBytes());
    }
    if (dropped < bytes) {
        const auto partials = co_await dropPartials(bytes - dropped);
        if (!partials)
            co_return failure(partials.error());
        dropped += *partials;
    }
    co_return dropped;
}

} // namespace r2cache
