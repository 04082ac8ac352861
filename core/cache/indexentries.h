// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"
#include "core/cache/sqlconnection.h"

#include <QHash>
#include <QList>

#include <optional>

namespace r2cache {

/// Which file is meant: an id may have an older version that leases keep.
struct EntryKey
{
    QString id;
    int version = 1;

    friend bool operator==(const EntryKey &, const EntryKey &) = default;
};

enum class EntrySort
{
    LastAccessedAt,
    CreatedAt,
    SizeBytes,
    AccessCount,
};

/// A page of entries, as REST asks for it.
struct EntryQuery
{
    int limit = 50;
    qint64 skip = 0;
    EntrySort sortBy = EntrySort::LastAccessedAt;
    bool descending = true;
    QString text; ///< Part of the URL or of the id; empty: all.
    QStringList tags; ///< All of them must be there.
    std::optional<bool> expired; ///< By validatedAt and time to live.
    QDateTime now; ///< For @c expired.
    qint64 defaultTtlMs = 0; ///< For entries without one of their own.
};

struct EntryPage
{
    QList<EntryRecord> entries;
    qint64 total = 0; ///< Entries that match, on all pages.
};

struct IndexTotals
{
    qint64 bytes = 0;
    qint64 entries = 0;
};

/// Accesses to add to a row.
struct EntryTouch
{
    EntryKey key;
    qint64 accesses = 0;
    QDateTime lastAccessedAt;
};

/// The statements on table `entries`; each on the connection's thread, in no transaction of its
/// own.
namespace indexentries {

[[nodiscard]] Result<> put(SqlConnection &connection, const EntryRecord &record);
/// Adds @p record unless its key is there. @return whether it was added.
[[nodiscard]] Result<bool> adopt(SqlConnection &connection, const EntryRecord &record);
[[nodiscard]] Result<> remove(SqlConnection &connection, const EntryKey &key);
[[nodiscard]] Result<> touch(SqlConnection &connection, const EntryTouch &touch);
/// The highest version of @p id.
[[nodiscard]] Result<std::optional<EntryRecord>>
newest(SqlConnection &connection, const QString &id);
[[nodiscard]] Result<std::optional<EntryRecord>>
exact(SqlConnection &connection, const EntryKey &key);
[[nodiscard]] Result<EntryPage> page(SqlConnection &connection, const EntryQuery &query);
/// Oldest access first, pinned ones left out: what eviction may choose from.
[[nodiscard]] Result<QList<EntryRecord>>
leastRecentlyUsed(SqlConnection &connection, int limit, qint64 skip);
/// Up to @p limit keys in key order after @p after: for walking through all of them.
[[nodiscard]] Result<QList<EntryRecord>>
inKeyOrder(SqlConnection &connection, const EntryKey &after, int limit);
[[nodiscard]] Result<IndexTotals> totals(SqlConnection &connection);

} // namespace indexentries

} // namespace r2cache
