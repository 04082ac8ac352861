// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/cache/entrymap.h"
#include "core/cache/filestore.h"
#include "core/cache/index.h"

#include <QCoroTask>

namespace r2cache {

/// Finds entry files for the proxy: in EntryMap without waiting, else through the index. One
/// object serves all worker threads.
class EntryLookup
{
public:
    /// Takes an entry whose file is not there, or not of its length, out of the cache
    /// (DiskCache::discard()); called on any thread.
    using DiscardEntry = std::function<QFuture<Result<bool>>(EntryRecord record)>;

    EntryLookup(
        EntryMap &map, Index &index, const FileStore &store, const Clock &clock,
        DiscardEntry discard);

    /// The open file if it is at hand; never waits. Version 0: the newest.
    [[nodiscard]] EntryFilePtr atHand(const EntryKey &key);

    /// The open file, asking the index; resumes on the caller's thread, which needs an event loop.
    /// Of a version that is gone the next one after it: an older one than the newest is there only
    /// while somebody holds it, perhaps by a URL that was made before any version was.
    /// @return a null pointer when there is no such entry, also when its file has vanished (the
    /// row is then removed); Database or Io when that could not be found out.
    [[nodiscard]] QCoro::Task<Result<EntryFilePtr>> find(EntryKey key);

    /// Counts an access for eviction's sake.
    void touch(const EntryFile &file) const;

private:
    EntryMap &m_map;
    Index &m_index;
    const FileStore &m_store;
    const Clock &m_clock;
    DiscardEntry m_discard;
};

} // namespace r2cache
