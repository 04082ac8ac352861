// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indextags.h"

#include <QSet>

namespace r2cache::indextags {

using namespace Qt::StringLiterals;

namespace {

/// The number of a tag, made if there is none yet.
Result<qint64> numberOf(SqlConnection &connection, const QString &name)
{
    const auto known = find(connection, name);
    if (!known)
        return failure(known.error());
    if (*known)
        return **known;
    Statement insert(connection, u"INSERT INTO tags (name) VALUES (?) RETURNING tag"_s);
    if (auto ran = insert.bind(name).run(); !ran)
        return failure(ran.error());
    if (!insert.next())
        return failure(ErrorCode::Database, u"The index gave no number to a tag."_s);
    return insert.value(0).toLongLong();
}

} // namespace

Result<> add(SqlConnection &connection, qint64 number, const EntryRecord &record, bool isFresh)
{
    const QSet<QString> names(record.tags.begin(), record.tags.end());
    for (const auto &name : names) {
        if (name.isEmpty())
            continue;
        const auto tag = numberOf(connection, name);
        if (!tag)
            return failure(tag.error());
        Statement insert(
            connection,
            u"INSERT INTO entry_tags (number, tag, is_fresh, last_accessed_at, created_at, "
            "size_bytes, access_count) VALUES (?, ?, ?, ?, ?, ?, ?)"_s);
        auto done = insert.bind(number)
                        .bind(*tag)
                        .bind(isFresh ? 1 : 0)
                        .bind(record.lastAccessedAt.toMSecsSinceEpoch())
                        .bind(record.createdAt.toMSecsSinceEpoch())
                        .bind(record.sizeBytes)
                        .bind(record.accessCount)
                        .run();
        if (!done)
            return done;
    }
    return {};
}

Result<> remove(SqlConnection &connection, qint64 number)
{
    Statement statement(connection, u"DELETE FROM entry_tags WHERE number = ?"_s);
    return statement.bind(number).run();
}

Result<>
touch(SqlConnection &connection, qint64 number, const QDateTime &lastAccessedAt, qint64 accessCount)
{
    Statement statement(
        connection,
        u"UPDATE entry_tags SET last_accessed_at = ?, access_count = ? WHERE number = ?"_s);
    return statement.bind(lastAccessedAt.toMSecsSinceEpoch()).bind(accessCount).bind(number).run();
}

Result<> setFresh(SqlConnection &connection, qint64 number, bool fresh)
{
    Statement statement(connection, u"UPDATE entry_tags SET is_fresh = ? WHERE number = ?"_s);
    return statement.bind(fresh ? 1 : 0).bind(number).run();
}

Result<std::optional<qint64>> find(SqlConnection &connection, const QString &name)
{
    Statement statement(connection, u"SELECT tag FROM tags WHERE name = ?"_s);
    if (auto ran = statement.bind(name).run(); !ran)
        return failure(ran.error());
    return statement.next() ? std::optional(statement.value(0).toLongLong()) : std::nullopt;
}

} // namespace r2cache::indextags
