// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/sqlconnection.h"

#include <QVariantList>

#include <optional>

namespace r2cache {

/// A piece of a statement with what is bound to its question marks, in order.
struct SqlPart
{
    QString text;
    QVariantList values;
};

/// Finding entries by a part of their URL or id. All that SQLite and PostgreSQL do differently
/// about it is here: SQLite keeps trigrams in an FTS5 table of its own; PostgreSQL would have a
/// pg_trgm index, for which only these functions change. Called inside the caller's transaction.
namespace indexsearch {

[[nodiscard]] Result<>
add(SqlConnection &connection, qint64 number, const QString &url, const QString &id);
/// The row is gone, of which the search has been told exactly this.
[[nodiscard]] Result<>
forget(SqlConnection &connection, qint64 number, const QString &url, const QString &id);
/// Takes up to @p limit rows of an index that was carried over into the search. @return how many
/// there were.
[[nodiscard]] Result<int> learn(SqlConnection &connection, int limit);

/// A SELECT of column `number`: once each, all rows that hold @p text, and perhaps some that do not
/// or are gone. Nothing if the text is too short for the index.
[[nodiscard]] std::optional<SqlPart> candidates(const QString &text);
/// The exact condition, on the columns canonical_url and id of @p table: case of ASCII letters does
/// not matter, wildcards are characters like others.
[[nodiscard]] SqlPart condition(const QString &table, const QString &text);

} // namespace indexsearch

} // namespace r2cache
