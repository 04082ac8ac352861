// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexupkeep.h"

namespace r2cache::indexupkeep {

using namespace Qt::StringLiterals;

Result<QList<EntryStanding>>
standings(SqlConnection &connection, const EntryStanding &after, int limit)
{
    Statement statement(
        connection,
        u"SELECT id, version, size_bytes, access_count, last_accessed_at, pinned FROM entries "
        "WHERE (last_accessed_at, id, version) > (?, ?, ?) "
        "ORDER BY last_accessed_at, id, version LIMIT ?"_s);
    const bool fromStart = after.key.id.isEmpty();
    statement.bind(fromStart ? std::numeric_limits<qint64>::min() : after.lastAccessedMs)
        .bind(fromStart ? u""_s : after.key.id)
        .bind(after.key.version)
        .bind(limit);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    QList<EntryStanding> rows;
    while (statement.next()) {
        rows.append(
            {{statement.value(0).toString(), statement.value(1).toInt()},
             statement.value(2).toLongLong(),
             statement.value(3).toLongLong(),
             statement.value(4).toLongLong(),
             statement.value(5).toInt() != 0});
    }
    return rows;
}

Result<std::optional<EntryRecord>>
change(SqlConnection &connection, const EntryKey &key, const EntryChange &change)
{
    auto record = indexentries::exact(connection, key);
    if (!record || !*record)
        return record;
    change(**record);
    if (auto done = indexentries::put(connection, **record); !done)
        return failure(done.error());
    return record;
}

Result<qint64> vacuumStep(SqlConnection &connection, int pages)
{
    // SQLite frees one page for each row of it that is stepped to, and Qt takes a statement without
    // columns for one without rows: so each page is a statement, all in the caller's transaction.
    for (int page = 0; page < pages; ++page) {
        Statement vacuum(connection, u"PRAGMA incremental_vacuum(1)"_s);
        if (auto ran = vacuum.run(); !ran)
            return failure(ran.error());
    }
    Statement count(connection, u"PRAGMA freelist_count"_s);
    if (auto ran = count.run(); !ran)
        return failure(ran.error());
    return count.next() ? count.value(0).toLongLong() : 0;
}

Result<> analyze(SqlConnection &connection)
{
    for (const auto &sql : {u"PRAGMA analysis_limit = 1000"_s, u"PRAGMA optimize"_s}) {
        if (auto done = connection.execute(sql); !done)
            return done;
    }
    return connection.execute(u"PRAGMA wal_checkpoint(PASSIVE)"_s);
}

} // namespace r2cache::indexupkeep
