// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/entrymap.h"

#include "core/base/compat.h"
#include "core/cache/storename.h"

namespace r2cache {

namespace {

constexpr int unknownVersion = 0; ///< No file has it: whoever asks for the newest asks the index.

std::optional<EntryTouch> takeTouch(const EntryFile &file)
{
    const auto accesses = file.accesses.exchange(0, std::memory_order_relaxed);
    if (accesses == 0)
        return std::nullopt;
    return EntryTouch{
        {file.record.id, file.record.version},
        accesses,
        QDateTime::fromMSecsSinceEpoch(file.lastAccessMs.load(std::memory_order_relaxed), utcZone)};
}

} // namespace

EntryMap::EntryMap(int capacity)
    : m_capacityPerShard(std::max(1, capacity / static_cast<int>(shardCount)))
{ }

EntryMap::Shard &EntryMap::shardOf(const QString &id) const
{
    return m_shards[qHash(id) % shardCount];
}

EntryFilePtr EntryMap::find(const EntryKey &key)
{
    auto &shard = shardOf(key.id);
    const std::scoped_lock lock(shard.mutex);
    const int version = key.version != 0 ? key.version : shard.newest.value(key.id, 1);
    const auto found = shard.byName.constFind(storeStem(key.id, version));
    if (found == shard.byName.constEnd())
        return {};
    shard.byAge.splice(shard.byAge.begin(), shard.byAge, *found);
    return **found;
}

quint64 EntryMap::epoch(const QString &id) const
{
    const auto &shard = shardOf(id);
    const std::scoped_lock lock(shard.mutex);
    return shard.epoch;
}

void EntryMap::insert(EntryFilePtr file, quint64 epoch)
{
    const auto &record = file->record;
    auto &shard = shardOf(record.id);
    const std::scoped_lock lock(shard.mutex);
    const auto name = storeStem(record.id, record.version);
    if (shard.epoch != epoch || shard.byName.contains(name))
        return;
    if (record.version > shard.newest.value(record.id, 1))
        shard.newest.insert(record.id, record.version);
    shard.byAge.push_front(std::move(file));
    shard.byName.insert(name, shard.byAge.begin());
    if (shard.byName.size() > m_capacityPerShard) {
        const auto &oldest = shard.byAge.back()->record;
        noteDeparture(shard, *shard.byAge.back());
        shard.byName.remove(storeStem(oldest.id, oldest.version));
        shard.byAge.pop_back();
    }
}

EntryFilePtr EntryMap::remove(const EntryKey &key)
{
    auto &shard = shardOf(key.id);
    const std::scoped_lock lock(shard.mutex);
    if (key.version > 1 && shard.newest.value(key.id) == key.version)
        shard.newest.insert(key.id, unknownVersion);
    return take(shard, key);
}

void EntryMap::reopen(const EntryKey &key)
{
    auto &shard = shardOf(key.id);
    const std::scoped_lock lock(shard.mutex);
    if (const auto file = take(shard, key))
        noteDeparture(shard, *file);
}

void EntryMap::noteNewest(const EntryKey &key)
{
    auto &shard = shardOf(key.id);
    const std::scoped_lock lock(shard.mutex);
    ++shard.epoch;
    if (key.version > 1)
        shard.newest.insert(key.id, key.version);
}

EntryFilePtr EntryMap::take(Shard &shard, const EntryKey &key)
{
    ++shard.epoch;
    const auto found = shard.byName.find(storeStem(key.id, key.version));
    if (found == shard.byName.end())
        return {};
    auto file = **found;
    shard.byAge.erase(*found);
    shard.byName.erase(found);
    return file;
}

bool EntryMap::isBeingRead(const EntryKey &key) const
{
    const auto &shard = shardOf(key.id);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.byName.constFind(storeStem(key.id, key.version));
    return found != shard.byName.constEnd() && (**found).use_count() > 1;
}

QList<EntryTouch> EntryMap::takeTouches()
{
    QList<EntryTouch> touches;
    for (auto &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        touches += std::exchange(shard.departed, {});
        for (const auto &file : shard.byAge) {
            if (auto touch = takeTouch(*file))
                touches.append(std::move(*touch));
        }
    }
    return touches;
}

void EntryMap::noteDeparture(Shard &shard, const EntryFile &file)
{
    if (auto touch = takeTouch(file))
        shard.departed.append(std::move(*touch));
}

} // namespace r2cache
