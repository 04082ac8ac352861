// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/cache/representation.h"

#include <atomic>
#include <memory>

namespace r2cache {

/// One entry's open file and what a response says about it, shared by all threads: head and body
/// of an answer use the same object, so that they always speak of the same bytes.
struct EntryFile
{
    EntryFile(EntryRecord entry, OpenFile open, const QDateTime &nowUtc)
        : record(std::move(entry))
        , representation(representationOf(record, nowUtc))
        , file(std::move(open))
    { }

    const EntryRecord record; ///< As of opening; counters in it are not kept up.
    const Representation representation;
    const OpenFile file;

    /// Accesses since the last flush into the index.
    mutable std::atomic<qint64> accesses = 0;
    mutable std::atomic<qint64> lastAccessMs = 0; ///< Since 1970, UTC.

    /// When a reader was last served it stale and the origin asked; since 1970, UTC.
    mutable std::atomic<qint64> revalidationAskedMs = 0;

    /// Set at eviction, once the map has let go: the file's bytes count as freed when the last
    /// reader closes.
    mutable std::shared_ptr<void> spaceToken;
};

using EntryFilePtr = std::shared_ptr<const EntryFile>;

/// The file for a response's body; keeps the whole EntryFile alive.
[[nodiscard]] inline std::shared_ptr<const OpenFile> fileOf(const EntryFilePtr &entry)
{
    return {entry, &entry->file};
}

} // namespace r2cache
