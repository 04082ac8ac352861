// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryfile.h"
#include "core/cache/indexentries.h"

#include <QHash>

#include <array>
#include <list>
#include <mutex>

namespace r2cache {

/// Open entry files by id and version: a bounded, sharded LRU. A hit takes one short lock and
/// neither SQL nor a system call. Thread-safe.
class EntryMap
{
public:
    /// @param capacity  open files kept at most, over all shards.
    explicit EntryMap(int capacity);

    /// The file of exactly this key; version 0: the newest that is known here.
    [[nodiscard]] EntryFilePtr find(const EntryKey &key);

    /// The state to hand to insert(): what was removed since is then not brought back.
    [[nodiscard]] quint64 epoch(const QString &id) const;

    /// Keeps @p file unless something of its shard was removed after @p epoch was taken (the file
    /// may be the one removed). The least recently used one goes when the shard is full.
    void insert(EntryFilePtr file, quint64 epoch);

    /// Forgets the key; its file closes when the last reader is done. @return it, if it was here.
    EntryFilePtr remove(const EntryKey &key);

    /// The entry stays, but not as its file's record has it: the next reader opens it anew.
    void reopen(const EntryKey &key);

    /// @p key is the newest version now, opened or not: version 0 asks for none before it.
    void noteNewest(const EntryKey &key);

    /// Whether somebody besides the map holds the file just now.
    [[nodiscard]] bool isBeingRead(const EntryKey &key) const;

    /// Takes the accesses since the last call.
    [[nodiscard]] QList<EntryTouch> takeTouches();

private:
    struct Shard
    {
        mutable std::mutex mutex;
        std::list<EntryFilePtr> byAge; ///< Most recently used first.
        QHash<QString, std::list<EntryFilePtr>::iterator> byName; ///< "<id>", "<id>-2"
        QHash<QString, int> newest; ///< id → highest version, where that is not 1; 0: unknown.
        QList<EntryTouch> departed; ///< Accesses of files that left before a flush.
        quint64 epoch = 0;
    };

    static constexpr size_t shardCount = 16;

    [[nodiscard]] Shard &shardOf(const QString &id) const;
    static EntryFilePtr take(Shard &shard, const EntryKey &key);
    static void noteDeparture(Shard &shard, const EntryFile &file);

    mutable std::array<Shard, shardCount> m_shards;
    int m_capacityPerShard;
};

} // namespace r2cache
