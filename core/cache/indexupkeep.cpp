// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexupkeep.h"

#include <algorithm>

namespace r2cache::indexupkeep {

using namespace Qt::StringLiterals;

Result<QList<EntryStanding>>
standings(SqlConnection &connection, const EntryStanding &after, int limit)
{
    // Both halves of entries_by_last_accessed, merged; the rows only of those that are taken.
    const auto walk = [](QChar fresh) -> QString {
        return u"SELECT number, last_accessed_at AS accessed FROM live_entries WHERE is_fresh = "_s
            + fresh + u" AND (last_accessed_at, number) > (?, ?) "_s;
    };
    const QString both = walk(u'0') + u"UNION ALL "_s + walk(u'1');
    Statement statement(
        connection,
        u"SELECT id, version, size_bytes, access_count, last_accessed_at, pinned, p.number FROM ("_s
            + both
            + u"ORDER BY accessed, number LIMIT ?) p CROSS JOIN entries "
              "WHERE entries.number = p.number ORDER BY p.accessed, p.number"_s);
    const bool fromStart = after.key.id.isEmpty();
    for (int half = 0; half < 2; ++half) {
        statement.bind(fromStart ? std::numeric_limits<qint64>::min() : after.lastAccessedMs)
            .bind(after.number);
    }
    statement.bind(limit);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    QList<EntryStanding> rows;
    while (statement.next()) {
        rows.append(
            {{statement.value(0).toString(), statement.value(1).toInt()},
             statement.value(2).toLongLong(),
             statement.value(3).toLongLong(),
             statement.value(4).toLongLong(),
             statement.value(5).toInt() != 0,
             statement.value(6).toLongLong()});
    }
    return rows;
}

Result<std::optional<ChangedEntry>>
change(SqlConnection &connection, const EntryKey &key, const EntryChange &change)
{
    const auto before = indexentries::exact(connection, key);
    if (!before)
        return failure(before.error());
    if (!*before)
        return std::nullopt;
    ChangedEntry changed{**before};
    change(changed.record);
    changed.isOther = changed.record != **before;
    if (changed.isOther) {
        if (auto done = indexentries::put(connection, changed.record); !done)
            return failure(done.error());
    }
    return changed;
}

Result<qint64> vacuumStep(SqlConnection &connection, int pages)
{
    const auto freePages = [&connection]() -> Result<qint64> {
        Statement count(connection, u"PRAGMA freelist_count"_s);
        if (auto ran = count.run(); !ran)
            return failure(ran.error());
        return count.next() ? count.value(0).toLongLong() : 0;
    };
    auto before = freePages();
    if (!before)
        return before;
    // SQLite frees one page for each row of it that is stepped to, and Qt takes a statement without
    // columns for one without rows: so each page is a statement, all in the caller's transaction.
    const auto steps = std::min<qint64>(pages, *before);
    for (qint64 page = 0; page < steps; ++page) {
        Statement vacuum(connection, u"PRAGMA incremental_vacuum(1)"_s);
        if (auto ran = vacuum.run(); !ran)
            return failure(ran.error());
    }
    return freePages();
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
