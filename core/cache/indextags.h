// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"
#include "core/cache/sqlconnection.h"

#include <optional>

namespace r2cache {

/// The statements on tables `tags` and `entry_tags`: which rows of `entries`, by number, have which
/// tags, with a copy of what pages are sorted by. Called inside the caller's transaction.
namespace indextags {

/// Gives row @p number, which has none and counts as @p isFresh, the tags of @p record.
[[nodiscard]] Result<>
add(SqlConnection &connection, qint64 number, const EntryRecord &record, bool isFresh);
[[nodiscard]] Result<> remove(SqlConnection &connection, qint64 number);
/// Copies what accesses have changed.
[[nodiscard]] Result<> touch(
    SqlConnection &connection, qint64 number, const QDateTime &lastAccessedAt, qint64 accessCount);
/// Copies whether the row counts as fresh.
[[nodiscard]] Result<> setFresh(SqlConnection &connection, qint64 number, bool fresh);
/// The number of a tag; nothing if no entry ever had it.
[[nodiscard]] Result<std::optional<qint64>> find(SqlConnection &connection, const QString &name);

} // namespace indextags

} // namespace r2cache
