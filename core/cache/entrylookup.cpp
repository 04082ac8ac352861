// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/entrylookup.h"

#include <QCoroFuture>
#include <QLoggingCategory>

#include <fcntl.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcLookup, "cache.lookup", QtInfoMsg)

} // namespace

EntryLookup::EntryLookup(
    EntryMap &map, Index &index, const FileStore &store, const Clock &clock, DiscardEntry discard)
    : m_map(map)
    , m_index(index)
    , m_store(store)
    , m_clock(clock)
    , m_discard(std::move(discard))
{ }

EntryFilePtr EntryLookup::atHand(const EntryKey &key)
{
    return m_map.find(key);
}

QCoro::Task<Result<EntryFilePtr>> EntryLookup::find(EntryKey key)
{
    if (auto file = m_map.find(key))
        co_return file;

    const auto epoch = m_map.epoch(key.id);
    const auto asked = key.version == 0 ? m_index.newestEntry(key.id) : m_index.entryFrom(key);
    const auto row = co_await asked;
    if (!row)
        co_return failure(row.error());
    if (!*row)
        co_return EntryFilePtr();

    const auto &record = **row;
    if (record.version != key.version) {
        if (auto file = m_map.find({key.id, record.version}))
            co_return file;
    }
    // One open(2) and fstat(2): too short to be worth a trip to the pool.
    auto opened = OpenFile::open(m_store.pathOf(record.fileName()), O_RDONLY);
    if (!opened && opened.error().code != ErrorCode::NotFound)
        co_return failure(opened.error());
    const auto size = opened ? opened->size() : Result<qint64>(0);
    if (!size)
        co_return failure(size.error());
    if (!opened || *size != record.sizeBytes) {
        qCWarning(lcLookup) << record.fileName()
                            << (opened ? "has another size than its entry says"
                                       : "has vanished from the cache directory");
        if (const auto gone = co_await m_discard(record); !gone)
            co_return failure(gone.error());
        co_return EntryFilePtr();
    }
    auto file = std::make_shared<EntryFile>(record, std::move(*opened), m_clock.nowUtc());
    m_map.insert(file, epoch);
    co_return file;
}

void EntryLookup::touch(const EntryFile &file) const
{
    file.accesses.fetch_add(1, std::memory_order_relaxed);
    file.lastAccessMs.store(m_clock.nowUtc().toMSecsSinceEpoch(), std::memory_order_relaxed);
}

} // namespace r2cache
