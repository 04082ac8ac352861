// SPDX-License-Identifier: GPL-3.0-or-later
// How entries leave the cache: asked for, evicted, found wrong, and files that nobody knows.
#include "core/cache/diskcache.h"

#include "core/cache/storename.h"

#include <QCoroFuture>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype filesAtATime = 128;

// Steps on the pool: see diskcache.cpp for why they are functions.

/// @return what went wrong, in words.
QFuture<QStringList>
removeAllFiles(QThreadPool *pool, const FileStore *store, QList<EntryRecord> records)
{
    return runOn(pool, [store, records = std::move(records)] {
        QStringList errors;
        for (const auto &record : records) {
            if (const auto removed = store->remove(record); !removed)
                errors.append(removed.error().message);
        }
        return errors;
    });
}

QFuture<Result<>> quarantineFiles(QThreadPool *pool, const FileStore *store, QString fileName)
{
    return runOn(pool, [store, name = std::move(fileName)] { return store->quarantine(name); });
}

QFuture<Result<>> removeStrayFile(QThreadPool *pool, const FileStore *store, QString fileName)
{
    return runOn(pool, [store, name = std::move(fileName)] { return store->removeStray(name); });
}

bool isReached(const EvictionGoal &goal, const QList<EntryRecord> &victims)
{
    qint64 bytes = 0;
    for (const auto &victim : victims)
        bytes += victim.sizeBytes;
    return bytes >= goal.bytes && victims.size() >= goal.entries;
}

} // namespace

KeptEntries DiskCache::countedByReason(const QList<EntryRecord> &held) const
{
    KeptEntries kept;
    for (const auto &record : held)
        ++(record.pinned ? kept.pinned : m_leases.isLeased(record.id) ? kept.leased : kept.inUse);
    return kept;
}

QCoro::Task<Result<RemovalReport>> DiskCache::remove(QString id, bool force)
{
    QList<EntryRecord> versions;
    for (;;) {
        const EntryKey after{id, versions.isEmpty() ? 0 : versions.constLast().version};
        auto found = co_await m_parts.index.entriesAfter(after, 1);
        if (!found)
            co_return failure(found.error());
        if (found->isEmpty() || found->constFirst().id != id)
            break;
        versions += *found;
    }
    if (versions.isEmpty())
        co_return failure(ErrorCode::NotFound, u"There is no entry %1."_s.arg(id));
    if (m_leases.isLeased(id) && !force) {
        co_return failure(
            ErrorCode::Leased,
            u"A render holds the entry %1. End its lease first, or delete with force=true."_s.arg(
                id));
    }
    const auto removed = co_await removeRecords(std::move(versions));
    if (removed && removed->removedEntries == 0)
        co_return failure(ErrorCode::NotFound, u"The entry %1 has just gone."_s.arg(id));
    co_return removed;
}

QCoro::Task<Result<RemovalReport>> DiskCache::clear(ClearRequest request)
{
    using Strategy = ClearRequest::Strategy;
    auto matches = co_await m_victims.matching(request);
    const auto isChanging = [this](const EntryRecord &record) {
        return m_changing.contains(record.id) || !isHeld(record); // or has been, until now
    };
    for (int waits = 0;
         waits < maxChangeWaits && matches && std::ranges::any_of(matches->held, isChanging);
         ++waits) {
        co_await allChangesWritten();
        matches = co_await m_victims.matching(request);
    }
    if (!matches)
        co_return failure(matches.error());
    auto records = std::move(matches->free);
    auto kept = countedByReason(matches->held);

    if (request.strategy == Strategy::LeastRecentlyUsed
        || request.strategy == Strategy::SizeLimit) {
        const auto &limits = m_options.limits;
        const EvictionGoal goal{
            m_budget.storedBytes() - request.targetBytes.value_or(limits.maxBytes / 5 * 4),
            request.targetBytes ? 0 : m_budget.entries() - limits.maxEntries / 5 * 4};
        records = m_victims.reaching(
            goal, records,
            request.strategy == Strategy::SizeLimit ? VictimOrder::LargestFirst
                                                    : VictimOrder::LeastRecentlyUsed);
        // What is held is in nobody's way where the others are enough.
        if (isReached(goal, records))
            kept = {};
    }
    m_victims.dropHeld(records);
    m_parts.counters.lastCleanupMs = m_parts.clock.nowUtc().toMSecsSinceEpoch();
    auto report = co_await removeRecords(std::move(records));
    if (report)
        report->kept = kept;
    const bool isEverything
        = request.strategy == Strategy::All && request.pattern.isEmpty() && request.tags.isEmpty();
    if (report && isEverything) {
        const auto dropped = co_await dropRemains(std::numeric_limits<qint64>::max());
        if (dropped)
            report->bytesFreed += *dropped;
        else
            report->errors.append(dropped.error().message);
    }
    co_return report;
}

QCoro::Task<Result<bool>> DiskCache::discard(EntryRecord record, bool quarantine)
{
    // What is just being noted of it comes to its end first: that excuses no wrong bytes.
    auto turn = std::optional<AsyncMutexes::Turn>();
    co_await m_changing.enter(record.id);
    turn.emplace(m_changing, record.id);
    // Who finds the same fault at the same time comes too late, and must not count it again; nor
    // does it say anything of bytes that have taken the place of those.
    const EntryKey key{record.id, record.version};
    const auto row = co_await m_parts.index.exactEntry(key);
    if (!row)
        co_return failure(row.error());
    if (!*row || (*row)->sha256 != record.sha256 || (*row)->createdAt != record.createdAt
        || isBusy(record.id)) {
        co_return false;
    }
    if (!quarantine) {
        turn.reset(); // removing takes one of its own
        QList<EntryRecord> records{std::move(record)};
        const auto removed = co_await removeRecords(std::move(records));
        if (!removed)
            co_return failure(removed.error());
        co_return removed->removedEntries > 0;
    }
    const Busy busy(m_busy, record.id);
    const QList<EntryKey> keys{key};
    m_parts.map.remove(key);
    m_victims.noteRemoved(record, EvictionPolicy::Removal::Deleted);
    const auto gone = co_await m_parts.index.removeEntries(keys);
    if (!gone)
        co_return failure(gone.error());
    if (gone->isEmpty())
        co_return false; // somebody has removed it meanwhile
    m_budget.entryRemoved();
    Q_EMIT entryChanged(record.id);
    m_quarantinedMarks.insert(record.id, {(*row)->pinned, (*row)->tags, (*row)->ttlMs});
    const auto moved = co_await quarantineFiles(&m_parts.pool, &m_parts.store, record.fileName());
    if (!moved)
        co_return failure(moved.error());
    m_budget.quarantined(record.sizeBytes);
    co_return true;
}

QCoro::Task<Result<bool>> DiskCache::removeStray(QString fileName)
{
    co_await m_removingStray.enter();
    const AsyncMutex::Turn turn(m_removingStray);
    const auto name = parseStoreName(fileName);
    const EntryKey key{name.id, name.version};
    const auto row = co_await m_parts.index.exactEntry(key);
    if (!row)
        co_return failure(row.error());
    // Asked after the index: a commit that the index did not know of yet is busy until it does.
    if (isBusy(name.id) || (*row && name.kind != StoreName::Kind::Temporary))
        co_return false;
    const bool isVideo = name.kind == StoreName::Kind::Video;
    const auto removing = isVideo ? quarantineFiles(&m_parts.pool, &m_parts.store, fileName)
                                  : removeStrayFile(&m_parts.pool, &m_parts.store, fileName);
    const auto removed = co_await removing;
    if (!removed)
        co_return failure(removed.error());
    co_return true;
}

QCoro::Task<Result<RemovalReport>>
DiskCache::removeRecords(QList<EntryRecord> records, EvictionPolicy::Removal why)
{
    // Out of the map in this very turn, then the rows, then the files: a crash in between leaves a
    // harmless stray file, never a row without one.
    std::vector<std::unique_ptr<Busy>> busy;
    std::vector<std::shared_ptr<void>> tokens;
    QList<EntryKey> keys;
    QSet<QString> ids;
    std::vector<std::pair<QString, QFuture<void>>> entering;
    for (const auto &record : std::as_const(records)) {
        const EntryKey key{record.id, record.version};
        busy.push_back(std::make_unique<Busy>(m_busy, record.id));
        tokens.push_back(spaceToken(record.sizeBytes));
        if (const auto file = m_parts.map.remove(key))
            file->spaceToken = tokens.back();
        m_victims.noteRemoved(record, why);
        keys.append(key);
        if (!ids.contains(record.id)) { // two versions of one enter once
            ids.insert(record.id);
            entering.emplace_back(record.id, m_changing.enter(record.id));
        }
    }
    // What is chosen here is not busy, so that nobody waits for two at once in another order; who
    // deletes by force waits for one.
    std::vector<std::unique_ptr<AsyncMutexes::Turn>> turns;
    for (const auto &[id, entered] : entering) {
        co_await entered;
        turns.push_back(std::make_unique<AsyncMutexes::Turn>(m_changing, id));
    }
    const auto gone = co_await m_parts.index.removeEntries(std::move(keys));
    if (!gone) {
        // The rows stand, so the bytes still count.
        for (const auto &record : std::as_const(records)) {
            m_budget.bytesFreed(-record.sizeBytes);
            m_victims.noteAdded(record);
        }
        co_return failure(gone.error());
    }
    // Somebody may have been faster: what was not there any more is neither counted nor touched.
    QSet<QString> names;
    for (const auto &key : *gone)
        names.insert(storeStem(key.id, key.version));
    for (qsizetype i = records.size(); i-- > 0;) {
        if (names.contains(storeStem(records[i].id, records[i].version)))
            continue;
        m_budget.bytesFreed(-records[i].sizeBytes); // as its token is about to say the contrary
        records.removeAt(i);
        tokens.erase(tokens.begin() + i);
    }
    // Opened again by a reader who still saw the row: those who did so too late are known by it.
    for (qsizetype i = 0; i < records.size(); ++i) {
        if (const auto file = m_parts.map.remove({records[i].id, records[i].version}))
            file->spaceToken = tokens[static_cast<size_t>(i)];
    }
    if (why == EvictionPolicy::Removal::Evicted) {
        m_parts.counters.evictedEntries += records.size();
        for (const auto &record : std::as_const(records))
            m_parts.counters.evictedBytes += record.sizeBytes;
    }
    RemovalReport report;
    // Some at a time: each way to the pool and back costs more than the removal of a file.
    for (qsizetype first = 0; first < records.size(); first += filesAtATime) {
        const auto some = records.mid(first, filesAtATime);
        report.errors += co_await removeAllFiles(&m_parts.pool, &m_parts.store, some);
        for (qsizetype i = 0; i < some.size(); ++i) {
            m_budget.entryRemoved();
            Q_EMIT entryChanged(some[i].id);
            report.bytesFreed += some[i].sizeBytes;
            tokens[static_cast<size_t>(first + i)].reset();
        }
        report.removedEntries += some.size();
    }
    co_return report;
}

std::shared_ptr<void> DiskCache::spaceToken(qint64 bytes)
{
    // The last holder may be a worker thread: the count is kept on this object's own.
    return {this, [bytes](void *self) {
                auto *cache = static_cast<DiskCache *>(self);
                QMetaObject::invokeMethod(
                    cache, [cache, bytes] { cache->m_budget.bytesFreed(bytes); });
            }};
}

} // namespace r2cache
