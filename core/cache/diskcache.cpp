// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/diskcache.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcCache, "cache.disk", QtInfoMsg)

/// What is above the limits is looked through each second for what nobody holds any more, and not
/// more than a tenth of the time: of a million entries that takes a while.
constexpr int trimShare = 10;

QString megabytes(qint64 bytes)
{
    return QString::number(static_cast<double>(bytes) / (1024.0 * 1024.0), 'f', 1) + u" MB"_s;
}

/// The version number of a new entry: it is half of the ETag, so it stands for the same bytes for
/// ever, also after the entry was removed and fetched again (RFC 9110 section 8.8.3).
int nextVersion(
    const EntryRecord &record, const std::optional<EntryRecord> &older,
    const std::optional<ObjectRow> &object)
{
    const int reached = std::max(older ? older->version : 0, object ? object->lastVersion : 0);
    if (record.version > reached)
        return record.version;
    const QByteArray bytes = older && older->version == reached ? older->sha256
        : object                                                ? object->lastSha256
                                                                : QByteArray();
    return reached > 0 && bytes == record.sha256 ? reached : reached + 1;
}

QCoro::Task<> logFailure(QFuture<Result<>> written)
{
    if (const auto result = co_await written; !result)
        qCWarning(lcCache).noquote() << result.error().message;
}

DiskCache::Refusal::By refusedBy(const SpaceBudget::Shortage &shortage)
{
    using By = DiskCache::Refusal::By;
    if (shortage.bytes > 0)
        return By::Bytes;
    return shortage.entries > 0 ? By::Entries : By::Disk;
}

Error noRoom(
    const SpaceBudget::Shortage &shortage, qint64 needed, const SpaceBudget::Limits &limits)
{
    if (shortage.bytes > 0) {
        return {
            ErrorCode::CacheFull,
            u"The cache has no room for %1 more: what is there is held by renders, pinned or "
            "being read. Raise CACHE_MAX_SIZE_GB, end leases or unpin entries."_s.arg(
                megabytes(needed)),
            {}};
    }
    if (shortage.entries > 0) {
        return {
            ErrorCode::CacheFull,
            u"The cache holds as many videos as CACHE_MAX_ENTRIES allows, and all are held by "
            "renders, pinned or being read. Raise it, end leases or unpin entries."_s,
            {}};
    }
    if (limits.minFreeBytes <= 0) {
        return {
            ErrorCode::DiskFull,
            u"The disk has no room for %1 more. Free some disk space."_s.arg(megabytes(needed)),
            {}};
    }
    return {
        ErrorCode::DiskFull,
        u"The disk has no room for %1 more above CACHE_MIN_FREE_GB. Free some disk space or "
        "lower that limit."_s.arg(megabytes(needed)),
        {}};
}

/// How far eviction may go beyond what is needed: to the low watermark of what is short. Free disk
/// has none, since others write there too.
EvictionGoal marginFor(const SpaceBudget::Shortage &shortage, const SpaceBudget::Limits &limits)
{
    constexpr qint64 share = 20; // 5 %
    return {
        shortage.bytes > 0 ? limits.maxBytes / share : 0,
        shortage.entries > 0 ? limits.maxEntries / share : 0};
}

// The file store's work on the pool. Functions of their own, because GCC 12 destroys the captures
// of a lambda twice that stands inside a co_await expression.

QFuture<Result<>> commitFiles(QThreadPool *pool, const FileStore *store, EntryRecord record)
{
    return runOn(pool, [store, record = std::move(record)] { return store->commit(record); });
}

QFuture<Result<>> removeFiles(QThreadPool *pool, const FileStore *store, EntryRecord record)
{
    return runOn(pool, [store, record = std::move(record)] { return store->remove(record); });
}

} // namespace

DiskCache::DiskCache(const Parts &parts, const Options &options, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_leases(parts.clock)
    , m_victims(
          parts.index, parts.clock, [this](const EntryRecord &record) { return isHeld(record); })
{
    setOptions(options);
    m_flushTimer.setInterval(std::chrono::seconds{1});
    connect(&m_flushTimer, &QTimer::timeout, this, [this] {
        std::ignore = flushAndLog();
        std::ignore = catchUp();
        std::ignore = trim();
    });
}

void DiskCache::setOptions(const Options &options)
{
    m_options = options;
    m_refusal.reset();
    m_budget.setLimits(options.limits);
    m_victims.setDefaultTtl(options.defaultTtl);
    m_victims.setPolicy(options.policy);
}

QCoro::Task<Result<>> DiskCache::start()
{
    const auto totals = co_await m_parts.index.totals();
    if (!totals)
        co_return failure(totals.error());
    auto counters = co_await m_parts.index.counters();
    if (!counters)
        co_return failure(counters.error());
    const auto quarantined = co_await runOn(
        &m_parts.pool, [store = &m_parts.store] { return store->quarantinedBytes(); });
    if (auto found = co_await findPartials(); !found)
        co_return found;
    if (auto forgotten = co_await m_parts.index.forgetFills(); !forgotten)
        co_return forgotten;

    m_budget.setStored(totals->bytes, totals->entries);
    m_budget.setQuarantined(quarantined);
    m_savedCounters = *counters;
    m_parts.counters.restore(*counters);
    m_flushTimer.start();
    co_return Result<>{};
}

QCoro::Task<Result<>> DiskCache::learn(const std::atomic<bool> &stop)
{
    co_return co_await m_victims.learn(stop);
}

QCoro::Task<Result<>> DiskCache::stop()
{
    m_flushTimer.stop();
    // They end after the step that is under way.
    while (m_catchingUp || m_trimming)
        std::ignore = co_await m_parts.index.written();
    co_return co_await flush();
}

QCoro::Task<Result<>> DiskCache::reserve(QString id, qint64 totalBytes)
{
    // One at a time: two that evict side by side would both evict for the same shortage.
    co_await m_reserving.enter();
    const AsyncMutex::Turn turn(m_reserving);
    if (totalBytes > m_options.limits.maxBytes) {
        co_return failure(
            ErrorCode::CacheFull,
            u"The video needs %1, more than CACHE_MAX_SIZE_GB allows for the whole cache."_s.arg(
                megabytes(totalBytes)));
    }
    const bool isNew = !m_budget.isReserved(id);
    for (int waits = 0;;) {
        const auto usage = m_parts.diskSpace.usage(m_parts.store.directory());
        if (!usage)
            co_return failure(usage.error());
        const auto shortage = m_budget.shortageFor(id, totalBytes, usage->available);
        if (shortage.none())
            break;
        const auto dropped = co_await dropRemains(std::max(shortage.bytes, shortage.diskBytes));
        if (!dropped)
            co_return failure(dropped.error());
        if (*dropped > 0)
            continue;
        const EvictionGoal goal{std::max(shortage.bytes, shortage.diskBytes), shortage.entries};
        const bool wasChanging = m_changing.count() > 0;
        auto victims = co_await m_victims.makingRoom(goal, marginFor(shortage, m_options.limits));
        if (!victims)
            co_return failure(victims.error());
        if (victims->isEmpty()) {
            // What would make room may be what ffprobe's findings are just being noted of.
            if ((wasChanging || m_changing.count() > 0) && waits < maxChangeWaits) {
                ++waits;
                co_await allChangesWritten();
                continue;
            }
            m_refusal = {m_parts.clock.monotonic(), totalBytes, refusedBy(shortage)};
            co_return failure(noRoom(shortage, totalBytes, m_options.limits));
        }
        m_victims.dropHeld(*victims);
        const auto removed
            = co_await removeRecords(std::move(*victims), EvictionPolicy::Removal::Evicted);
        if (!removed)
            co_return failure(removed.error());
        if (!removed->errors.isEmpty())
            co_return failure(ErrorCode::Io, removed->errors.join(u' '));
        qCInfo(lcCache) << "Evicted" << removed->removedEntries << "entries,"
                        << megabytes(removed->bytesFreed);
    }
    m_budget.reserve(id, totalBytes);
    // Not waited for: a reader may be waiting for the first byte, and the disk takes its time.
    if (isNew)
        std::ignore = logFailure(m_parts.index.fillStarted(id, m_parts.clock.nowUtc()));
    co_return Result<>{};
}

QCoro::Task<Result<EntryRecord>> DiskCache::commit(EntryRecord record)
{
    const Busy busy(m_busy, record.id);
    // A removal of the same video comes to its end first: the same bytes have the same file name.
    auto turn = std::optional<AsyncMutexes::Turn>();
    co_await m_changing.enter(record.id);
    turn.emplace(m_changing, record.id);
    auto older = co_await m_parts.index.newestEntry(record.id);
    if (!older)
        co_return failure(older.error());
    const auto object = co_await m_parts.index.object(record.id);
    if (!object)
        co_return failure(object.error());
    record.version = nextVersion(record, *older, *object);
    if (*older)
        passOn({(*older)->pinned, (*older)->tags, (*older)->ttlMs}, record);
    else
        passOn(m_quarantinedMarks.value(record.id), record);

    {
        // Removals of strays from here on see that the id is busy, and leave it alone.
        co_await m_removingStray.enter();
        const AsyncMutex::Turn passed(m_removingStray);
    }
    const auto stored = co_await commitFiles(&m_parts.pool, &m_parts.store, record);
    if (!stored)
        co_return failure(stored.error());
    if (const auto noted = co_await m_parts.index.putEntry(record); !noted) {
        // Without its row the file would count for nothing until the next start: take it back.
        const auto undone = co_await removeFiles(&m_parts.pool, &m_parts.store, record);
        if (!undone)
            qCWarning(lcCache) << undone.error().message;
        co_return failure(noted.error());
    }
    m_parts.map.noteNewest({record.id, record.version});
    m_budget.committed(record.id, record.sizeBytes);
    m_victims.noteAdded(record);
    Q_EMIT entryChanged(record.id);
    m_quarantinedMarks.remove(record.id);
    turn.reset();
    if (*older && (*older)->version == record.version) {
        m_budget.entryRemoved(); // the same bytes took its place
        m_budget.bytesFreed((*older)->sizeBytes);
    } else if (*older && !m_leases.isLeased(record.id)) {
        // Built outside: GCC 12 cannot compile an initializer list in a co_await expression.
        QList<EntryRecord> replaced{std::move(**older)};
        const auto removed = co_await removeRecords(std::move(replaced));
        if (!removed)
            qCWarning(lcCache) << removed.error().message;
    } else if (*older && (*older)->pinned) {
        // The pin is the new version's now; the old one goes when its lease has ended.
        const EntryKey key{(*older)->id, (*older)->version};
        const EntryChange unpin = [](EntryRecord &old) {
            old.pinned = false;
        };
        const auto unpinned = co_await changeExact(key, unpin);
        if (!unpinned)
            qCWarning(lcCache) << unpinned.error().message;
    }
    co_return record;
}

void DiskCache::passOn(const Marks &marks, EntryRecord &record)
{
    record.pinned = record.pinned || marks.pinned;
    if (record.tags.isEmpty())
        record.tags = marks.tags;
    if (record.ttlMs == 0)
        record.ttlMs = marks.ttlMs;
}

QCoro::Task<Result<>> DiskCache::confirm(EntryRecord record)
{
    const EntryKey key{record.id, record.version};
    // What else has changed since the record was read, a pin perhaps, stays.
    const EntryChange confirmed = [now = m_parts.clock.nowUtc()](EntryRecord &current) {
        current.validatedAt = now;
    };
    const auto changed = co_await changeExact(key, confirmed);
    if (!changed)
        co_return failure(changed.error());
    co_return Result<>{};
}

QCoro::Task<Result<qint64>> DiskCache::adopt(QList<EntryRecord> records)
{
    for (const auto &record : std::as_const(records))
        m_victims.noteAdded(record);
    const auto added = co_await m_parts.index.adoptEntries(
        records, m_parts.clock.nowUtc(), m_options.defaultTtl);
    if (!added)
        co_return failure(added.error());
    for (const auto &record : std::as_const(records))
        Q_EMIT entryChanged(record.id);
    m_budget.setStored(m_budget.storedBytes() + added->bytes, m_budget.entries() + added->entries);
    co_return added->entries;
}

bool DiskCache::isHeld(const EntryRecord &record) const
{
    return record.pinned || m_leases.isLeased(record.id) || m_busy.contains(record.id)
        || m_parts.map.isBeingRead({record.id, record.version});
}

QCoro::Task<Result<>> DiskCache::flush()
{
    const auto touches = m_parts.map.takeTouches();
    for (const auto &touch : touches)
        m_leases.noteRead(touch.key.id);
    m_victims.noteAccesses(touches);
    if (const int ended = m_leases.expire(); ended > 0)
        qCInfo(lcCache) << ended << "leases have expired";
    if (!touches.isEmpty()) {
        if (auto done = co_await m_parts.index.touchEntries(touches); !done)
            co_return done;
    }
    const auto counters = m_parts.counters.values();
    if (counters != m_savedCounters) {
        if (auto done = co_await m_parts.index.saveCounters(counters); !done)
            co_return done;
        m_savedCounters = counters;
    }
    co_return Result<>{};
}

QCoro::Task<> DiskCache::catchUp()
{
    if (m_catchingUp)
        co_return;
    m_catchingUp = true;
    // In small steps, so that other writes get their turn.
    while (m_flushTimer.isActive()) {
        const auto isMore
            = co_await m_parts.index.catchUp(m_parts.clock.nowUtc(), m_options.defaultTtl);
        if (!isMore)
            qCWarning(lcCache) << isMore.error().message;
        if (!isMore || !*isMore)
            break;
    }
    m_catchingUp = false;
}

QCoro::Task<> DiskCache::trim()
{
    // Free disk is others' business too, and a cleaning's: what is above our own limits is ours.
    const auto excess = m_budget.excess(std::numeric_limits<qint64>::max());
    const auto began = m_parts.clock.monotonic();
    if (excess.none() || m_trimming || began < m_nextTrim)
        co_return;
    m_trimming = true;
    const auto removed = co_await keepLimits();
    m_trimming = false;
    const auto ended = m_parts.clock.monotonic();
    m_nextTrim = ended + (trimShare - 1) * (ended - began);
    if (!removed)
        qCWarning(lcCache).noquote() << removed.error().message;
    else if (removed->removedEntries > 0)
        qCInfo(lcCache) << "Evicted" << removed->removedEntries << "entries above the limits";
}

QCoro::Task<> DiskCache::flushAndLog()
{
    if (m_flushing)
        co_return;
    m_flushing = true;
    const auto done = co_await flush();
    m_flushing = false;
    // Told once, not each second for as long as it lasts.
    if (!done && !m_indexFault)
        qCWarning(lcCache).noquote() << done.error().message;
    m_indexFault = done ? std::nullopt : std::optional(done.error());
}

} // namespace r2cache
