// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexremoval.h"

#include "core/cache/indexsearch.h"
#include "core/cache/indextags.h"

namespace r2cache::indexremoval {

using namespace Qt::StringLiterals;

namespace {

Result<> sweepRow(SqlConnection &connection, qint64 number, bool isLearnt)
{
    {
        Statement row(
            connection, u"DELETE FROM entries WHERE number = ? RETURNING canonical_url, id"_s);
        if (auto ran = row.bind(number).run(); !ran)
            return ran;
        if (isLearnt && row.next()) {
            if (auto done = indexsearch::forget(
                    connection, number, row.value(0).toString(), row.value(1).toString());
                !done) {
                return done;
            }
        }
    }
    if (auto untagged = indextags::remove(connection, number); !untagged)
        return untagged;
    Statement note(connection, u"DELETE FROM removed_entries WHERE number = ?"_s);
    return note.bind(number).run();
}

/// Sweeps what @p notes selects (number, is_learnt). @return how many there were.
Result<int> sweepAll(SqlConnection &connection, Statement &notes)
{
    if (auto ran = notes.run(); !ran)
        return failure(ran.error());
    QList<std::pair<qint64, bool>> rows;
    while (notes.next())
        rows.emplace_back(notes.value(0).toLongLong(), notes.value(1).toInt() != 0);
    for (const auto &[number, isLearnt] : std::as_const(rows)) {
        if (auto swept = sweepRow(connection, number, isLearnt); !swept)
            return failure(swept.error());
    }
    return static_cast<int>(rows.size());
}

} // namespace

Result<QList<EntryKey>> remove(SqlConnection &connection, const QList<EntryKey> &keys)
{
    QList<EntryKey> found;
    IndexTotals gone;
    for (const auto &key : keys) {
        const auto known = indexentries::known(connection, key);
        if (!known)
            return failure(known.error());
        if (!*known)
            continue;
        // What an index that was carried over has yet to learn is not in the search.
        Statement note(
            connection,
            u"INSERT INTO removed_entries (number, is_learnt) SELECT ?, "
            "CASE WHEN ? BETWEEN first AND last THEN 0 ELSE 1 END FROM search_backlog"_s);
        if (auto ran = note.bind((*known)->number).bind((*known)->number).run(); !ran)
            return failure(ran.error());
        found.append(key);
        gone.bytes += (*known)->sizeBytes;
        ++gone.entries;
    }
    if (auto done = indexentries::addToTotals(connection, {-gone.bytes, -gone.entries}); !done)
        return failure(done.error());
    return found;
}

Result<> makeWay(SqlConnection &connection, const EntryKey &key)
{
    Statement notes(
        connection,
        u"SELECT r.number, r.is_learnt FROM entries JOIN removed_entries r "
        "ON r.number = entries.number WHERE id = ? AND version = ?"_s);
    notes.bind(key.id).bind(key.version);
    const auto swept = sweepAll(connection, notes);
    return swept ? Result<>() : failure(swept.error());
}

Result<int> sweep(SqlConnection &connection, int limit)
{
    Statement notes(
        connection, u"SELECT number, is_learnt FROM removed_entries ORDER BY number LIMIT ?"_s);
    notes.bind(limit);
    return sweepAll(connection, notes);
}

} // namespace r2cache::indexremoval
