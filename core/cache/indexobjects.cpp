// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexobjects.h"

#include "core/base/compat.h"

namespace r2cache::indexobjects {

using namespace Qt::StringLiterals;

namespace {

const QString columns
    = u"id, canonical_url, extension, is_signed, is_private, last_asked_at, last_error_code, "
      "last_error, last_error_at, last_version, last_sha256"_s;

QDateTime timeOf(qint64 ms)
{
    return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms, utcZone) : QDateTime();
}

ObjectRow readRow(const Statement &row)
{
    ObjectRow object;
    object.id = row.value(0).toString();
    object.canonicalUrl = row.value(1).toString();
    object.extension = row.value(2).toString();
    object.isSigned = row.value(3).toInt() != 0;
    object.isPrivate = row.value(4).toInt() != 0;
    object.lastAskedAt = timeOf(row.value(5).toLongLong());
    object.lastErrorCode = row.value(6).toString();
    object.lastError = row.value(7).toString();
    object.lastErrorAt = timeOf(row.value(8).toLongLong());
    object.lastVersion = row.value(9).toInt();
    object.lastSha256 = row.value(10).toString().toLatin1();
    return object;
}

} // namespace

Result<> remember(SqlConnection &connection, const ObjectRow &row)
{
    Statement statement(
        connection,
        u"INSERT INTO objects (id, canonical_url, extension, is_signed, is_private, "
        "last_asked_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET last_asked_at = excluded.last_asked_at"_s);
    return statement.bind(row.id)
        .bind(row.canonicalUrl)
        .bind(row.extension)
        .bind(row.isSigned ? 1 : 0)
        .bind(row.isPrivate ? 1 : 0)
        .bind(row.lastAskedAt.toMSecsSinceEpoch())
        .run();
}

Result<std::optional<ObjectRow>> find(SqlConnection &connection, const QString &id)
{
    Statement statement(connection, u"SELECT "_s + columns + u" FROM objects WHERE id = ?"_s);
    if (auto ran = statement.bind(id).run(); !ran)
        return failure(ran.error());
    return statement.next() ? std::optional(readRow(statement)) : std::nullopt;
}

Result<> noteError(
    SqlConnection &connection, const QString &id, const QString &code, const QString &message,
    const QDateTime &at)
{
    Statement statement(
        connection,
        u"UPDATE objects SET last_error_code = ?, last_error = ?, last_error_at = ? "
        "WHERE id = ?"_s);
    return statement.bind(code.isNull() ? u""_s : code)
        .bind(message.isNull() ? u""_s : message)
        .bind(code.isEmpty() ? 0 : at.toMSecsSinceEpoch())
        .bind(id)
        .run();
}

Result<>
noteVersion(SqlConnection &connection, const QString &id, int version, const QByteArray &sha256)
{
    Statement statement(
        connection, u"UPDATE objects SET last_version = ?, last_sha256 = ? WHERE id = ?"_s);
    return statement.bind(version).bind(QString::fromLatin1(sha256)).bind(id).run();
}

Result<QList<ObjectRow>> failed(SqlConnection &connection, int limit)
{
    Statement statement(
        connection,
        u"SELECT "_s + columns
            + u" FROM objects WHERE last_error_at > 0 ORDER BY last_error_at DESC LIMIT ?"_s);
    if (auto ran = statement.bind(limit).run(); !ran)
        return failure(ran.error());
    QList<ObjectRow> rows;
    while (statement.next())
        rows.append(readRow(statement));
    return rows;
}

Result<> forgetOlderThan(SqlConnection &connection, const QDateTime &moment)
{
    Statement statement(
        connection,
        u"DELETE FROM objects WHERE last_asked_at < ? AND NOT EXISTS "
        "(SELECT 1 FROM live_entries WHERE live_entries.id = objects.id)"_s);
    return statement.bind(moment.toMSecsSinceEpoch()).run();
}

Result<> fillStarted(SqlConnection &connection, const QString &id, const QDateTime &at)
{
    Statement statement(
        connection,
        u"INSERT INTO fills (id, started_at) VALUES (?, ?) "
        "ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at"_s);
    return statement.bind(id).bind(at.toMSecsSinceEpoch()).run();
}

Result<> fillEnded(SqlConnection &connection, const QString &id)
{
    Statement statement(connection, u"DELETE FROM fills WHERE id = ?"_s);
    return statement.bind(id).run();
}

Result<> forgetFills(SqlConnection &connection)
{
    Statement statement(connection, u"DELETE FROM fills"_s);
    return statement.run();
}

Result<QHash<QString, qint64>> counters(SqlConnection &connection)
{
    Statement statement(connection, u"SELECT name, value FROM counters"_s);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    QHash<QString, qint64> values;
    while (statement.next())
        values.insert(statement.value(0).toString(), statement.value(1).toLongLong());
    return values;
}

Result<> saveCounters(SqlConnection &connection, const QHash<QString, qint64> &values)
{
    for (const auto &[name, value] : values.asKeyValueRange()) {
        Statement statement(
            connection,
            u"INSERT INTO counters (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s);
        if (auto ran = statement.bind(name).bind(value).run(); !ran)
            return ran;
    }
    return {};
}

} // namespace r2cache::indexobjects
