// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/index.h"

#include "core/base/digest.h"
#include "core/cache/entrypages.h"
#include "core/cache/freshness.h"
#include "core/cache/indexremoval.h"
#include "core/cache/indexsearch.h"
#include "core/cache/migrations.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcIndex, "cache.index", QtInfoMsg)

/// Opens, checks and migrates on a connection of its own, so that damage is found before any
/// thread depends on the file.
Result<> prepare(const QString &path)
{
    SqlThread thread(u"index-prepare"_s);
    if (auto opened = thread.open(path, SqlConnection::Mode::Writer); !opened)
        return opened;
    auto migrated = thread.run([](SqlConnection &connection) { return migrate(connection); });
    migrated.waitForFinished();
    return migrated.takeResult();
}

/// @return where it is now.
Result<QString> setAside(const QString &path, const QDateTime &now)
{
    const QString suffix = u".damaged-"_s + now.toString(u"yyyyMMdd-hhmmsszzz"_s);
    if (!QFile::rename(path, path + suffix))
        return failure(ErrorCode::Io, u"Could not set the damaged index "_s + path + u" aside."_s);
    // Left alone, the old log would be replayed into the new database.
    for (const auto &part : {u"-wal"_s, u"-shm"_s}) {
        if (QFile::exists(path + part) && !QFile::rename(path + part, path + suffix + part))
            return failure(ErrorCode::Io, u"Could not set "_s + path + part + u" aside."_s);
    }
    return QString(path + suffix);
}

/// Memory for pages grows with the index: a transaction whose pages do not fit writes them to the
/// log again and again, and a reader of tags jumps about in what a million entries have. Together
/// they stay below the 200 bytes of memory an entry that product section 12 allows.
Result<> makePageCaches(SqlThread &writer, SqlThread &reader)
{
    constexpr qint64 mb = 1024LL * 1024;
    auto asked
        = reader.run([](SqlConnection &connection) { return indexentries::totals(connection); });
    asked.waitForFinished();
    const auto totals = asked.takeResult();
    if (!totals)
        return failure(totals.error());
    const auto give = [](SqlThread &thread, qint64 bytes) {
        auto given = thread.run(
            [bytes](SqlConnection &connection) { return connection.setPageCache(bytes); });
        given.waitForFinished();
        return given.takeResult();
    };
    if (auto given = give(writer, std::clamp(64 * totals->entries, 8 * mb, 64 * mb)); !given)
        return given;
    return give(reader, std::clamp(32 * totals->entries, 4 * mb, 32 * mb));
}

Result<> integrityOf(const QString &path)
{
    auto connection = SqlConnection::open(path, SqlConnection::Mode::Reader);
    if (!connection)
        return failure(connection.error());
    Statement statement(**connection, u"PRAGMA quick_check(1)"_s);
    if (auto run = statement.run(); !run)
        return run;
    const auto said = statement.next() ? statement.value(0).toString() : QString();
    if (said != u"ok")
        return failure(ErrorCode::Database, u"The index is damaged: "_s + said);
    return {};
}

} // namespace

Index::Index()
    : m_writer(u"index-writer"_s)
    , m_reader(u"index-reader"_s)
{ }

Result<std::unique_ptr<Index>> Index::open(const QString &path, const QDateTime &now)
{
    bool replaced = !QFileInfo::exists(path);
    QString setAsideAs;
    auto prepared = prepare(path);
    if (!prepared && prepared.error().detail == u"damaged") {
        qCWarning(lcIndex) << "The index is damaged; it is set aside and rebuilt from the sidecars:"
                           << prepared.error().message;
        const auto moved = setAside(path, now);
        if (!moved)
            return failure(moved.error());
        setAsideAs = *moved;
        replaced = true;
        prepared = prepare(path);
    }
    if (!prepared)
        return failure(prepared.error());

    std::unique_ptr<Index> index(new Index);
    index->m_path = path;
    index->m_replaced = replaced;
    index->m_setAsideAs = setAsideAs;
    if (auto opened = index->m_writer.open(path, SqlConnection::Mode::Writer); !opened)
        return failure(opened.error());
    if (auto opened = index->m_reader.open(path, SqlConnection::Mode::Reader); !opened)
        return failure(opened.error());
    if (auto made = makePageCaches(index->m_writer, index->m_reader); !made)
        return failure(made.error());
    return index;
}

QFuture<Result<>> Index::rememberObjects(QList<ObjectRow> rows)
{
    return m_writer.run([rows = std::move(rows)](SqlConnection &connection) {
        return connection.inTransaction([&]() -> Result<> {
            for (const auto &row : rows) {
                if (auto done = indexobjects::remember(connection, row); !done)
                    return done;
            }
            return {};
        });
    });
}

QFuture<Result<std::optional<ObjectRow>>> Index::object(QString id)
{
    return m_reader.run([id = std::move(id)](SqlConnection &connection) {
        return indexobjects::find(connection, id);
    });
}

QFuture<Result<QList<ObjectRow>>> Index::failedObjects(int limit)
{
    return m_reader.run(
        [limit](SqlConnection &connection) { return indexobjects::failed(connection, limit); });
}

QFuture<Result<>> Index::forgetObjectsOlderThan(QDateTime moment)
{
    return m_writer.run([moment = std::move(moment)](SqlConnection &connection) {
        return indexobjects::forgetOlderThan(connection, moment);
    });
}

QFuture<Result<>> Index::fillStarted(QString id, QDateTime at)
{
    return m_writer.run([id = std::move(id), at = std::move(at)](SqlConnection &connection) {
        return indexobjects::fillStarted(connection, id, at);
    });
}

QFuture<Result<>> Index::written()
{
    return m_writer.run([](SqlConnection &) { return Result<>(); });
}

QFuture<Result<>> Index::fillFailed(QString id, Error error, QDateTime at)
{
    return m_writer.run([id = std::move(id), error = std::move(error),
                         at = std::move(at)](SqlConnection &connection) {
        return connection.inTransaction([&]() -> Result<> {
            if (auto done = indexobjects::fillEnded(connection, id); !done)
                return done;
            return indexobjects::noteError(
                connection, id, errorWord(error.code), error.message, at);
        });
    });
}

QFuture<Result<>> Index::forgetFills()
{
    return m_writer.run(
        [](SqlConnection &connection) { return indexobjects::forgetFills(connection); });
}

QFuture<Result<>> Index::putEntry(EntryRecord record)
{
    return m_writer.run([record = std::move(record)](SqlConnection &connection) {
        return connection.inTransaction([&]() -> Result<> {
            if (auto done = indexentries::put(connection, record); !done)
                return done;
            if (auto done = indexobjects::fillEnded(connection, record.id); !done)
                return done;
            if (auto done
                = indexobjects::noteVersion(connection, record.id, record.version, record.sha256);
                !done) {
                return done;
            }
            return indexobjects::noteError(connection, record.id, {}, {}, {});
        });
    });
}

QFuture<Result<IndexTotals>>
Index::adoptEntries(QList<EntryRecord> records, QDateTime now, std::chrono::milliseconds defaultTtl)
{
    return m_writer.run(
        [records = std::move(records), now = std::move(now),
         defaultTtl](SqlConnection &connection) -> Result<IndexTotals> {
            IndexTotals added;
            const auto done = connection.inTransaction([&]() -> Result<> {
                for (const auto &record : records) {
                    const bool isFresh = !isExpired(record, defaultTtl, now);
                    const auto isNew = indexentries::adopt(connection, record, isFresh);
                    if (!isNew)
                        return failure(isNew.error());
                    if (!*isNew)
                        continue;
                    ++added.entries;
                    added.bytes += record.sizeBytes;
                    // An index made anew knows no objects either. Only guessable ids are plain
                    // hashes of
                    // their URL (product section 3): the others were signed or private.
                    ObjectRow object;
                    object.id = record.id;
                    object.canonicalUrl = record.canonicalUrl;
                    object.extension = record.extension;
                    object.isSigned = !sha256Hex(record.canonicalUrl.toLatin1())
                                           .startsWith(record.id.toLatin1());
                    object.lastAskedAt = record.createdAt;
                    if (auto kept = indexobjects::remember(connection, object); !kept)
                        return kept;
                    if (auto kept = indexobjects::noteVersion(
                            connection, record.id, record.version, record.sha256);
                        !kept) {
                        return kept;
                    }
                }
                return {};
            });
            if (!done)
                return failure(done.error());
            return added;
        });
}

QFuture<Result<QList<EntryKey>>> Index::removeEntries(QList<EntryKey> keys)
{
    return m_writer.run(
        [keys = std::move(keys)](SqlConnection &connection) -> Result<QList<EntryKey>> {
            QList<EntryKey> gone;
            const auto done = connection.inTransaction([&]() -> Result<> {
                auto removed = indexremoval::remove(connection, keys);
                if (!removed)
                    return failure(removed.error());
                gone = std::move(*removed);
                return {};
            });
            if (!done)
                return failure(done.error());
            return gone;
        });
}

QFuture<Result<>> Index::touchEntries(QList<EntryTouch> touches)
{
    return m_writer.run([touches = std::move(touches)](SqlConnection &connection) {
        return connection.inTransaction([&]() -> Result<> {
            for (const auto &touch : touches) {
                if (auto done = indexentries::touch(connection, touch); !done)
                    return done;
            }
            return {};
        });
    });
}

QFuture<Result<bool>> Index::catchUp(QDateTime now, std::chrono::milliseconds defaultTtl)
{
    return m_writer.run(
        [now = std::move(now), defaultTtl](SqlConnection &connection) -> Result<bool> {
            // A row is noted in dozens of pages, many of them others than its neighbour's: the more
            // rows a transaction has, the more of them share a page that is written once. But who
            // wants to write meanwhile waits for its end.
            constexpr int step = 50;
            const QDeadlineTimer enough(100ms);
            bool isMore = true;
            const auto done = connection.inTransaction([&]() -> Result<> {
                while (isMore && !enough.hasExpired()) {
                    const auto swept = indexremoval::sweep(connection, step);
                    if (!swept)
                        return failure(swept.error());
                    const auto noted
                        = indexentries::noteExpiry(connection, now, defaultTtl.count(), step);
                    if (!noted)
                        return failure(noted.error());
                    const auto learnt = indexsearch::learn(connection, step);
                    if (!learnt)
                        return failure(learnt.error());
                    isMore = *swept == step || *noted >= step || *learnt == step;
                }
                return {};
            });
            if (!done)
                return failure(done.error());
            return isMore;
        });
}

QFuture<Result<std::optional<EntryRecord>>> Index::newestEntry(QString id)
{
    return m_reader.run([id = std::move(id)](SqlConnection &connection) {
        return indexentries::newest(connection, id);
    });
}

QFuture<Result<std::optional<EntryRecord>>> Index::exactEntry(EntryKey key)
{
    return m_reader.run([key = std::move(key)](SqlConnection &connection) {
        return indexentries::exact(connection, key);
    });
}

QFuture<Result<std::optional<EntryRecord>>> Index::entryFrom(EntryKey key)
{
    return m_reader.run([key = std::move(key)](SqlConnection &connection) {
        return indexentries::from(connection, key);
    });
}

QFuture<Result<QHash<QString, EntryRecord>>> Index::newestEntries(QStringList ids)
{
    return m_reader.run(
        [ids = std::move(ids)](SqlConnection &connection) -> Result<QHash<QString, EntryRecord>> {
            QHash<QString, EntryRecord> found;
            for (const auto &id : ids) {
                auto entry = indexentries::newest(connection, id);
                if (!entry)
                    return failure(entry.error());
                if (*entry)
                    found.emplace(id, std::move(**entry));
            }
            return found;
        });
}

QFuture<Result<EntryPage>> Index::page(EntryQuery query)
{
    return m_reader.run([this, query = std::move(query)](SqlConnection &connection) {
        return entrypages::page(connection, m_counts, query);
    });
}

QFuture<Result<LruPage>> Index::leastRecentlyUsed(LruPosition after, int limit)
{
    return m_reader.run([after, limit](SqlConnection &connection) {
        return indexentries::leastRecentlyUsed(connection, after, limit);
    });
}

QFuture<Result<QList<EntryRecord>>> Index::entriesAfter(EntryKey after, int limit)
{
    return m_reader.run([after = std::move(after), limit](SqlConnection &connection) {
        return indexentries::inKeyOrder(connection, after, limit);
    });
}

QFuture<Result<IndexTotals>> Index::totals()
{
    return m_reader.run([](SqlConnection &connection) { return indexentries::totals(connection); });
}

QFuture<Result<>> Index::putRender(RenderRow row, int keep)
{
    return m_writer.run([row = std::move(row), keep](SqlConnection &connection) {
        return connection.inTransaction([&]() -> Result<> {
            if (auto done = indexrenders::put(connection, row); !done)
                return done;
            return indexrenders::keepNewest(connection, keep);
        });
    });
}

QFuture<Result<RenderPage>> Index::renders(int limit, qint64 skip)
{
    return m_reader.run([limit, skip](SqlConnection &connection) {
        return indexrenders::page(connection, limit, skip);
    });
}

QFuture<Result<std::optional<RenderRow>>> Index::render(QString id)
{
    return m_reader.run([id = std::move(id)](SqlConnection &connection) {
        return indexrenders::find(connection, id);
    });
}

QFuture<Result<QHash<QString, qint64>>> Index::counters()
{
    return m_reader.run(
        [](SqlConnection &connection) { return indexobjects::counters(connection); });
}

QFuture<Result<>> Index::saveCounters(QHash<QString, qint64> values)
{
    return m_writer.run([values = std::move(values)](SqlConnection &connection) {
        return connection.inTransaction(
            [&] { return indexobjects::saveCounters(connection, values); });
    });
}

QFuture<Result<QList<EntryRecord>>> Index::exactEntries(QList<EntryKey> keys)
{
    return m_reader.run(
        [keys = std::move(keys)](SqlConnection &connection) -> Result<QList<EntryRecord>> {
            QList<EntryRecord> found;
            for (const auto &key : keys) {
                auto entry = indexentries::exact(connection, key);
                if (!entry)
                    return failure(entry.error());
                if (*entry)
                    found.append(std::move(**entry));
            }
            return found;
        });
}

QFuture<Result<QList<EntryStanding>>> Index::standings(EntryStanding after, int limit)
{
    return m_reader.run([after = std::move(after), limit](SqlConnection &connection) {
        return indexupkeep::standings(connection, after, limit);
    });
}

QFuture<Result<std::optional<ChangedEntry>>> Index::changeEntry(EntryKey key, EntryChange change)
{
    return m_writer.run(
        [key = std::move(key), change = std::move(change)](
            SqlConnection &connection) -> Result<std::optional<ChangedEntry>> {
            Result<std::optional<ChangedEntry>> changed = std::optional<ChangedEntry>();
            const auto done = connection.inTransaction([&]() -> Result<> {
                changed = indexupkeep::change(connection, key, change);
                return changed ? Result<>() : failure(changed.error());
            });
            if (!done)
                return failure(done.error());
            return changed;
        });
}

QFuture<Result<qint64>> Index::vacuumStep(int pages)
{
    return m_writer.run([pages](SqlConnection &connection) -> Result<qint64> {
        Result<qint64> left = 0;
        const auto done = connection.inTransaction([&]() -> Result<> {
            left = indexupkeep::vacuumStep(connection, pages);
            return left ? Result<>() : failure(left.error());
        });
        if (!done)
            return failure(done.error());
        return left;
    });
}

QFuture<Result<>> Index::analyze()
{
    return m_writer.run([](SqlConnection &connection) { return indexupkeep::analyze(connection); });
}

QFuture<Result<>> Index::checkIntegrity(QThreadPool *pool) const
{
    return runOn(pool, [path = m_path] { return integrityOf(path); });
}

} // namespace r2cache
