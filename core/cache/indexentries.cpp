// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexentries.h"

#include "core/base/compat.h"

namespace r2cache::indexentries {

using namespace Qt::StringLiterals;

namespace {

// One order of columns for every statement here; readRow() and bindRow() follow it.
const QString columns
    = u"id, version, extension, canonical_url, size_bytes, etag, last_modified, content_type, "
      "sha256, verified, pinned, tags, ttl_ms, created_at, validated_at, last_accessed_at, "
      "access_count, metadata"_s;
const QString insertInto = u"INSERT INTO entries ("_s + columns
    + u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "_s;

qint64 msOf(const QDateTime &time)
{
    return time.toMSecsSinceEpoch();
}

QDateTime timeOf(const QVariant &ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms.toLongLong(), utcZone);
}

/// ",a,b,": each tag can be found as ",a," whatever its neighbours. Commas cannot be in a tag.
QString tagText(const QStringList &tags)
{
    return tags.isEmpty() ? u""_s : u',' + tags.join(u',') + u',';
}

void bindRow(Statement &statement, const EntryRecord &record)
{
    // QVariant binds a null QString as NULL, which no column here allows.
    const auto text = [](const QString &value) {
        return value.isNull() ? u""_s : value;
    };
    const auto latin1 = [](const QByteArray &value) {
        return value.isEmpty() ? u""_s : QString::fromLatin1(value);
    };
    statement.bind(record.id)
        .bind(record.version)
        .bind(record.extension)
        .bind(text(record.canonicalUrl))
        .bind(record.sizeBytes)
        .bind(latin1(record.etag))
        .bind(latin1(record.lastModified))
        .bind(latin1(record.contentType))
        .bind(latin1(record.sha256))
        .bind(record.verified ? 1 : 0)
        .bind(record.pinned ? 1 : 0)
        .bind(tagText(record.tags))
        .bind(record.ttlMs)
        .bind(msOf(record.createdAt))
        .bind(msOf(record.validatedAt))
        .bind(msOf(record.lastAccessedAt))
        .bind(record.accessCount)
        .bind(record.metadata.isEmpty() ? u""_s : QString::fromUtf8(record.metadata));
}

EntryRecord readRow(const Statement &row)
{
    int column = 0;
    const auto next = [&] {
        return row.value(column++);
    };
    EntryRecord record;
    record.id = next().toString();
    record.version = next().toInt();
    record.extension = next().toString();
    record.canonicalUrl = next().toString();
    record.sizeBytes = next().toLongLong();
    record.etag = next().toString().toLatin1();
    record.lastModified = next().toString().toLatin1();
    record.contentType = next().toString().toLatin1();
    record.sha256 = next().toString().toLatin1();
    record.verified = next().toInt() != 0;
    record.pinned = next().toInt() != 0;
    record.tags = next().toString().split(u',', Qt::SkipEmptyParts);
    record.ttlMs = next().toLongLong();
    record.createdAt = timeOf(next());
    record.validatedAt = timeOf(next());
    record.lastAccessedAt = timeOf(next());
    record.accessCount = next().toLongLong();
    record.metadata = next().toString().toUtf8();
    return record;
}

Result<QList<EntryRecord>> readAll(Statement &statement)
{
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    QList<EntryRecord> records;
    while (statement.next())
        records.append(readRow(statement));
    return records;
}

Result<std::optional<EntryRecord>> readOne(Statement &statement)
{
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    return statement.next() ? std::optional(readRow(statement)) : std::nullopt;
}

QString sortColumn(EntrySort sort)
{
    switch (sort) {
    case EntrySort::LastAccessedAt:
        break;
    case EntrySort::CreatedAt:
        return u"created_at"_s;
    case EntrySort::SizeBytes:
        return u"size_bytes"_s;
    case EntrySort::AccessCount:
        return u"access_count"_s;
    }
    return u"last_accessed_at"_s;
}

/// Text for LIKE … ESCAPE '\' that matches @p part anywhere, its wildcards taken literally.
QString containing(QString part)
{
    part.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + part + u'%';
}

} // namespace

Result<> put(SqlConnection &connection, const EntryRecord &record)
{
    Statement statement(
        connection,
        insertInto
            + u"ON CONFLICT (id, version) DO UPDATE SET extension = excluded.extension, "
              "canonical_url = excluded.canonical_url, size_bytes = excluded.size_bytes, "
              "etag = excluded.etag, last_modified = excluded.last_modified, "
              "content_type = excluded.content_type, sha256 = excluded.sha256, "
              "verified = excluded.verified, pinned = excluded.pinned, tags = excluded.tags, "
              "ttl_ms = excluded.ttl_ms, created_at = excluded.created_at, "
              "validated_at = excluded.validated_at, "
              "last_accessed_at = excluded.last_accessed_at, "
              "access_count = excluded.access_count, metadata = excluded.metadata"_s);
    bindRow(statement, record);
    return statement.run();
}

Result<bool> adopt(SqlConnection &connection, const EntryRecord &record)
{
    Statement statement(connection, insertInto + u"ON CONFLICT (id, version) DO NOTHING"_s);
    bindRow(statement, record);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    return statement.rowsAffected() > 0;
}

Result<> remove(SqlConnection &connection, const EntryKey &key)
{
    Statement statement(connection, u"DELETE FROM entries WHERE id = ? AND version = ?"_s);
    return statement.bind(key.id).bind(key.version).run();
}

Result<> touch(SqlConnection &connection, const EntryTouch &touch)
{
    Statement statement(
        connection,
        u"UPDATE entries SET last_accessed_at = ?, access_count = access_count + ? "
        "WHERE id = ? AND version = ?"_s);
    return statement.bind(msOf(touch.lastAccessedAt))
        .bind(touch.accesses)
        .bind(touch.key.id)
        .bind(touch.key.version)
        .run();
}

Result<std::optional<EntryRecord>> newest(SqlConnection &connection, const QString &id)
{
    Statement statement(
        connection,
        u"SELECT "_s + columns + u" FROM entries WHERE id = ? ORDER BY version DESC LIMIT 1"_s);
    statement.bind(id);
    return readOne(statement);
}

Result<std::optional<EntryRecord>> exact(SqlConnection &connection, const EntryKey &key)
{
    Statement statement(
        connection, u"SELECT "_s + columns + u" FROM entries WHERE id = ? AND version = ?"_s);
    statement.bind(key.id).bind(key.version);
    return readOne(statement);
}

Result<EntryPage> page(SqlConnection &connection, const EntryQuery &query)
{
    QStringList conditions;
    QVariantList values;
    if (!query.text.isEmpty()) {
        conditions.append(u"(canonical_url LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\')"_s);
        values << containing(query.text) << containing(query.text);
    }
    for (const auto &tag : query.tags) {
        conditions.append(u"tags LIKE ? ESCAPE '\\'"_s);
        values << containing(u',' + tag + u',');
    }
    if (query.expired) {
        conditions.append(
            u"validated_at + CASE WHEN ttl_ms > 0 THEN ttl_ms ELSE ? END "_s
            + (*query.expired ? u"<= ?"_s : u"> ?"_s));
        values << query.defaultTtlMs << msOf(query.now);
    }
    const QString where = conditions.isEmpty() ? u""_s : u" WHERE "_s + conditions.join(u" AND "_s);

    EntryPage page;
    {
        Statement count(connection, u"SELECT COUNT(*) FROM entries"_s + where);
        for (const auto &value : std::as_const(values))
            count.bind(value);
        if (auto ran = count.run(); !ran)
            return failure(ran.error());
        page.total = count.next() ? count.value(0).toLongLong() : 0;
    }
    const QString direction = query.descending ? u" DESC"_s : u" ASC"_s;
    Statement select(
        connection,
        u"SELECT "_s + columns + u" FROM entries"_s + where + u" ORDER BY "_s
            + sortColumn(query.sortBy) + direction + u", id"_s + direction
            + u" LIMIT ? OFFSET ?"_s);
    for (const auto &value : std::as_const(values))
        select.bind(value);
    select.bind(query.limit).bind(query.skip);
    auto entries = readAll(select);
    if (!entries)
        return failure(entries.error());
    page.entries = std::move(*entries);
    return page;
}

Result<QList<EntryRecord>> leastRecentlyUsed(SqlConnection &connection, int limit, qint64 skip)
{
    Statement statement(
        connection,
        u"SELECT "_s + columns
            + u" FROM entries WHERE pinned = 0 ORDER BY last_accessed_at, id "
              "LIMIT ? OFFSET ?"_s);
    statement.bind(limit).bind(skip);
    return readAll(statement);
}

Result<QList<EntryRecord>> inKeyOrder(SqlConnection &connection, const EntryKey &after, int limit)
{
    Statement statement(
        connection,
        u"SELECT "_s + columns
            + u" FROM entries WHERE (id, version) > (?, ?) ORDER BY id, version LIMIT ?"_s);
    statement.bind(after.id.isNull() ? u""_s : after.id).bind(after.version).bind(limit);
    return readAll(statement);
}

Result<IndexTotals> totals(SqlConnection &connection)
{
    Statement statement(
        connection, u"SELECT COALESCE(SUM(size_bytes), 0), COUNT(*) FROM entries"_s);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    if (!statement.next())
        return IndexTotals{};
    return IndexTotals{statement.value(0).toLongLong(), statement.value(1).toLongLong()};
}

} // namespace r2cache::indexentries
