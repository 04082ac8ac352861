// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/indexentries.h"

#include <functional>

namespace r2cache {

/// What an eviction policy is told of an entry of an earlier run.
struct EntryStanding
{
    EntryKey key;
    qint64 sizeBytes = 0;
    qint64 accessCount = 0;
    qint64 lastAccessedMs = 0; ///< Since 1970, UTC.
    bool pinned = false;
    qint64 number = 0; ///< The row's: breaks ties of the order.
};

/// Changes an entry's record in place. May be asked more than once, on any thread.
using EntryChange = std::function<void(EntryRecord &record)>;

/// What an EntryChange has made of a row.
struct ChangedEntry
{
    EntryRecord record; ///< As it is now.
    bool isOther = false; ///< Whether anything in it has changed.
};

/// Statements with which the cache looks after its index; each on the connection's thread, in no
/// transaction of its own.
namespace indexupkeep {

/// Up to @p limit entries, oldest access first, that come after @p after in that order; its key
/// empty: from the beginning.
[[nodiscard]] Result<QList<EntryStanding>>
standings(SqlConnection &connection, const EntryStanding &after, int limit);

/// Applies @p change to the row of @p key; one that changes nothing writes nothing. @return the new
/// record, or none if there is no row.
[[nodiscard]] Result<std::optional<ChangedEntry>>
change(SqlConnection &connection, const EntryKey &key, const EntryChange &change);

/// Gives up to @p pages free pages back to the file system. @return how many free pages are left.
[[nodiscard]] Result<qint64> vacuumStep(SqlConnection &connection, int pages);

/// Refreshes what the query planner knows, within a bounded number of rows; the write-ahead log
/// goes into the database as far as no reader needs it.
[[nodiscard]] Result<> analyze(SqlConnection &connection);

} // namespace indexupkeep

} // namespace r2cache
