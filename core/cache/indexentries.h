// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"
#include "core/cache/sqlconnection.h"

#include <QHash>
#include <QList>

#include <limits>
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

/// A place in an order of entries: between two rows, whatever rows come and go.
struct EntryPosition
{
    qint64 value
        = 0; ///< What the order is by, of the row before: ms since 1970, bytes or accesses.
    qint64 number = 0; ///< That row's number, which breaks ties.

    friend bool operator==(const EntryPosition &, const EntryPosition &) = default;
};

/// A page of entries, as REST asks for it.
struct EntryQuery
{
    int limit = 50;
    qint64 skip = 0; ///< From @c after, or from the first.
    std::optional<EntryPosition> after{}; ///< Of the same order; filters may be others.
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
    bool totalIsExact
        = true; ///< False: there are more than @c total, which is where counting ends.
    std::optional<EntryPosition> next{}; ///< Where the next page begins; nothing on the last.
};

struct IndexTotals
{
    qint64 bytes = 0;
    qint64 entries = 0;
};

/// Where a walk from the least recently used entry on has got to.
struct LruPosition
{
    bool isFresh = false;
    qint64 lastAccessedMs = std::numeric_limits<qint64>::min(); ///< Since 1970; at first: nowhere.
    qint64 number = 0; ///< The row's: breaks ties.
};

struct LruPage
{
    QList<EntryRecord> records;
    LruPosition end; ///< Of the last one.
};

/// What a row that is about to change is known by.
struct KnownRow
{
    qint64 number = 0;
    qint64 sizeBytes = 0;
    QString canonicalUrl;
};

/// Accesses to add to a row.
struct EntryTouch
{
    EntryKey key;
    qint64 accesses = 0;
    QDateTime lastAccessedAt;
};

/// The statements on table `entries`, and on those that say something of its rows; each on the
/// connection's thread, writes inside the caller's transaction. Removing them is indexremoval's.
namespace indexentries {

[[nodiscard]] Result<> put(SqlConnection &connection, const EntryRecord &record);
/// Adds @p record unless its key is there. @return whether it was added.
[[nodiscard]] Result<bool>
adopt(SqlConnection &connection, const EntryRecord &record, bool isFresh);
/// The row of @p key; none if there is none, or none any more.
[[nodiscard]] Result<std::optional<KnownRow>> known(SqlConnection &connection, const EntryKey &key);
/// Changes what totals() says.
[[nodiscard]] Result<> addToTotals(SqlConnection &connection, const IndexTotals &change);
[[nodiscard]] Result<> touch(SqlConnection &connection, const EntryTouch &touch);
/// The highest version of @p id.
[[nodiscard]] Result<std::optional<EntryRecord>>
newest(SqlConnection &connection, const QString &id);
[[nodiscard]] Result<std::optional<EntryRecord>>
exact(SqlConnection &connection, const EntryKey &key);
/// The lowest version of its id that is not below it.
[[nodiscard]] Result<std::optional<EntryRecord>>
from(SqlConnection &connection, const EntryKey &key);
/// Notes of up to @p limit rows each that they have expired by @p now, or are fresh after all, when
/// entries without a time to live of their own have @p defaultTtlMs. @return how many there were.
[[nodiscard]] Result<int>
noteExpiry(SqlConnection &connection, const QDateTime &now, qint64 defaultTtlMs, int limit);
/// Up to @p limit entries after @p after: expired ones first, then by oldest access, pinned ones
/// left out: what eviction may choose from.
[[nodiscard]] Result<LruPage>
leastRecentlyUsed(SqlConnection &connection, const LruPosition &after, int limit);
/// Up to @p limit keys in key order after @p after: for walking through all of them.
[[nodiscard]] Result<QList<EntryRecord>>
inKeyOrder(SqlConnection &connection, const EntryKey &after, int limit);
[[nodiscard]] Result<IndexTotals> totals(SqlConnection &connection);

/// The columns of a row, in the order in which readRow() takes them, from column 0 on.
[[nodiscard]] QString rowColumns();
[[nodiscard]] EntryRecord readRow(const Statement &row);

} // namespace indexentries

} // namespace r2cache
