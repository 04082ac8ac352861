// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexentries.h"

#include "core/base/compat.h"
#include "core/cache/freshness.h"
#include "core/cache/indexremoval.h"
#include "core/cache/indexsearch.h"
#include "core/cache/indextags.h"

namespace r2cache::indexentries {

using namespace Qt::StringLiterals;

namespace {

// One order of columns for every statement here; readRow() and bindRow() follow it.
const QString columns
    = u"id, version, extension, canonical_url, size_bytes, etag, last_modified, content_type, "
      "sha256, verified, pinned, tags, ttl_ms, created_at, validated_at, last_accessed_at, "
      "access_count, metadata"_s;
const int columnCount = static_cast<int>(columns.count(u',')) + 1;
const QString insertInto = u"INSERT INTO entries ("_s + columns
    + u", has_own_ttl, due_base, is_fresh) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "_s;

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

void bindRow(Statement &statement, const EntryRecord &record, bool isFresh)
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
        .bind(record.metadata.isEmpty() ? u""_s : QString::fromUtf8(record.metadata))
        .bind(ownLifetimeMs(record) > 0 ? 1 : 0)
        .bind(msOf(record.validatedAt) + ownLifetimeMs(record))
        .bind(isFresh ? 1 : 0);
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

/// What belongs to a row that has just been inserted.
Result<> noteNew(SqlConnection &connection, qint64 number, const EntryRecord &record, bool isFresh)
{
    if (auto done = indextags::add(connection, number, record, isFresh); !done)
        return done;
    if (auto done = indexsearch::add(connection, number, record.canonicalUrl, record.id); !done)
        return done;
    return addToTotals(connection, {record.sizeBytes, 1});
}

} // namespace

Result<std::optional<KnownRow>> known(SqlConnection &connection, const EntryKey &key)
{
    Statement statement(
        connection,
        u"SELECT number, size_bytes, canonical_url FROM live_entries "
        "WHERE id = ? AND version = ?"_s);
    if (auto ran = statement.bind(key.id).bind(key.version).run(); !ran)
        return failure(ran.error());
    if (!statement.next())
        return std::nullopt;
    return KnownRow{
        statement.value(0).toLongLong(), statement.value(1).toLongLong(),
        statement.value(2).toString()};
}

Result<> addToTotals(SqlConnection &connection, const IndexTotals &change)
{
    Statement statement(
        connection, u"UPDATE entry_totals SET entries = entries + ?, bytes = bytes + ?"_s);
    return statement.bind(change.entries).bind(change.bytes).run();
}

QString rowColumns()
{
    return columns;
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

Result<> put(SqlConnection &connection, const EntryRecord &record)
{
    constexpr bool isFresh = true; // it was just fetched or confirmed; else catchUp() notes it
    const EntryKey key{record.id, record.version};
    auto old = known(connection, key);
    if (!old)
        return failure(old.error());
    if (*old && (*old)->canonicalUrl != record.canonicalUrl) {
        // What is searched for belongs to the row's number: another text, another number.
        if (const auto gone = indexremoval::remove(connection, {key}); !gone)
            return failure(gone.error());
        old->reset();
    }
    if (!*old) {
        if (auto free = indexremoval::makeWay(connection, key); !free)
            return free;
    }
    Statement statement(
        connection,
        insertInto
            + u"ON CONFLICT (id, version) DO UPDATE SET extension = excluded.extension, "
              "size_bytes = excluded.size_bytes, "
              "etag = excluded.etag, last_modified = excluded.last_modified, "
              "content_type = excluded.content_type, sha256 = excluded.sha256, "
              "verified = excluded.verified, pinned = excluded.pinned, tags = excluded.tags, "
              "ttl_ms = excluded.ttl_ms, created_at = excluded.created_at, "
              "validated_at = excluded.validated_at, "
              "last_accessed_at = excluded.last_accessed_at, "
              "access_count = excluded.access_count, metadata = excluded.metadata, "
              "has_own_ttl = excluded.has_own_ttl, "
              "due_base = excluded.due_base, is_fresh = excluded.is_fresh RETURNING number"_s);
    bindRow(statement, record, isFresh);
    if (auto ran = statement.run(); !ran)
        return ran;
    if (!statement.next())
        return failure(ErrorCode::Database, u"The index did not take an entry."_s);
    const qint64 number = statement.value(0).toLongLong();
    if (!*old)
        return noteNew(connection, number, record, isFresh);
    if (auto done = indextags::remove(connection, number); !done)
        return done;
    if (auto done = indextags::add(connection, number, record, isFresh); !done)
        return done;
    return addToTotals(connection, {record.sizeBytes - (*old)->sizeBytes, 0});
}

Result<bool> adopt(SqlConnection &connection, const EntryRecord &record, bool isFresh)
{
    if (auto free = indexremoval::makeWay(connection, {record.id, record.version}); !free)
        return failure(free.error());
    Statement statement(
        connection, insertInto + u"ON CONFLICT (id, version) DO NOTHING RETURNING number"_s);
    bindRow(statement, record, isFresh);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    if (!statement.next())
        return false;
    if (auto done = noteNew(connection, statement.value(0).toLongLong(), record, isFresh); !done)
        return failure(done.error());
    return true;
}

Result<> touch(SqlConnection &connection, const EntryTouch &touch)
{
    Statement statement(
        connection,
        u"UPDATE entries SET last_accessed_at = ?, access_count = access_count + ? "
        "WHERE id = ? AND version = ? RETURNING number, access_count"_s);
    statement.bind(msOf(touch.lastAccessedAt))
        .bind(touch.accesses)
        .bind(touch.key.id)
        .bind(touch.key.version);
    if (auto ran = statement.run(); !ran)
        return ran;
    if (!statement.next())
        return {};
    return indextags::touch(
        connection, statement.value(0).toLongLong(), touch.lastAccessedAt,
        statement.value(1).toLongLong());
}

Result<int>
noteExpiry(SqlConnection &connection, const QDateTime &now, qint64 defaultTtlMs, int limit)
{
    int noted = 0;
    for (const bool fresh : {false, true}) {
        QList<qint64> numbers;
        for (const bool hasOwnTtl : {true, false}) {
            Statement select(
                connection,
                QString(
                    u"SELECT number FROM entries WHERE is_fresh = ? AND has_own_ttl = ? AND "
                    "due_base "_s
                    + (fresh ? u"> ?"_s : u"<= ?"_s) + u" LIMIT ?"_s));
            select.bind(fresh ? 0 : 1)
                .bind(hasOwnTtl ? 1 : 0)
                .bind(msOf(now) - (hasOwnTtl ? 0 : defaultTtlMs))
                .bind(limit);
            if (auto ran = select.run(); !ran)
                return failure(ran.error());
            while (select.next())
                numbers.append(select.value(0).toLongLong());
        }
        for (const auto number : std::as_const(numbers)) {
            Statement update(connection, u"UPDATE entries SET is_fresh = ? WHERE number = ?"_s);
            if (auto ran = update.bind(fresh ? 1 : 0).bind(number).run(); !ran)
                return failure(ran.error());
            if (auto done = indextags::setFresh(connection, number, fresh); !done)
                return failure(done.error());
        }
        noted += static_cast<int>(numbers.size());
    }
    return noted;
}

Result<std::optional<EntryRecord>> newest(SqlConnection &connection, const QString &id)
{
    Statement statement(
        connection,
        u"SELECT "_s + columns
            + u" FROM live_entries WHERE id = ? ORDER BY version DESC LIMIT 1"_s);
    statement.bind(id);
    return readOne(statement);
}

Result<std::optional<EntryRecord>> exact(SqlConnection &connection, const EntryKey &key)
{
    Statement statement(
        connection, u"SELECT "_s + columns + u" FROM live_entries WHERE id = ? AND version = ?"_s);
    statement.bind(key.id).bind(key.version);
    return readOne(statement);
}

Result<std::optional<EntryRecord>> from(SqlConnection &connection, const EntryKey &key)
{
    Statement statement(
        connection,
        u"SELECT "_s + columns
            + u" FROM live_entries WHERE id = ? AND version >= ? ORDER BY version LIMIT 1"_s);
    statement.bind(key.id).bind(key.version);
    return readOne(statement);
}

Result<LruPage> leastRecentlyUsed(SqlConnection &connection, const LruPosition &after, int limit)
{
    // By position, not by OFFSET: that would step anew over all that comes before, and over what is
    // noted as gone there.
    Statement statement(
        connection,
        u"SELECT "_s + columns
            + u", is_fresh, last_accessed_at, number FROM live_entries WHERE pinned = 0 "
              "AND (is_fresh, last_accessed_at, number) > (?, ?, ?) "
              "ORDER BY is_fresh, last_accessed_at, number LIMIT ?"_s);
    statement.bind(after.isFresh ? 1 : 0).bind(after.lastAccessedMs).bind(after.number).bind(limit);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    LruPage page{{}, after};
    while (statement.next()) {
        page.records.append(readRow(statement));
        page.end
            = {statement.value(columnCount).toInt() != 0,
               statement.value(columnCount + 1).toLongLong(),
               statement.value(columnCount + 2).toLongLong()};
    }
    return page;
}

Result<QList<EntryRecord>> inKeyOrder(SqlConnection &connection, const EntryKey &after, int limit)
{
    Statement statement(
        connection,
        u"SELECT "_s + columns
            + u" FROM live_entries WHERE (id, version) > (?, ?) ORDER BY id, version LIMIT ?"_s);
    statement.bind(after.id.isNull() ? u""_s : after.id).bind(after.version).bind(limit);
    return readAll(statement);
}

Result<IndexTotals> totals(SqlConnection &connection)
{
    Statement statement(connection, u"SELECT bytes, entries FROM entry_totals"_s);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    if (!statement.next())
        return IndexTotals{};
    return IndexTotals{statement.value(0).toLongLong(), statement.value(1).toLongLong()};
}

} // namespace r2cache::indexentries
