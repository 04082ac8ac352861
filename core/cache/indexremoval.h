// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/indexentries.h"

namespace r2cache {

/// Removing entries in two steps: a note, after which nobody finds the row any more (readers go
/// through the view `live_entries`), and later the row itself with its tags and its text. Each on
/// the connection's thread inside the caller's transaction.
namespace indexremoval {

/// Notes that the rows of @p keys are gone, and takes them out of the totals. @return those that
/// were there.
[[nodiscard]] Result<QList<EntryKey>>
remove(SqlConnection &connection, const QList<EntryKey> &keys);

/// Makes room for a new row of @p key: sweeps one of it that is noted as gone.
[[nodiscard]] Result<> makeWay(SqlConnection &connection, const EntryKey &key);

/// Takes up to @p limit rows that are noted as gone out of all tables. @return how many there were.
[[nodiscard]] Result<int> sweep(SqlConnection &connection, int limit);

} // namespace indexremoval

} // namespace r2cache
