// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/countmemo.h"
#include "core/cache/indexentries.h"
#include "core/cache/indexobjects.h"
#include "core/cache/indexrenders.h"
#include "core/cache/indexupkeep.h"

#include <QFuture>

namespace r2cache {

/// The SQLite index of one cache directory: objects, fills, entries and counters, behind a writer
/// and a reader thread.
///
/// Every method may be called from any thread and answers by QFuture; a write is committed when
/// its future finishes, and a read sent after that sees it. Made and destroyed by one thread.
class Index
{
public:
    /// Opens or creates @p path and brings its schema up to date; blocks. A damaged file is set
    /// aside ("….damaged-<time>") and a new index begun: see wasReplaced().
    /// @return SchemaTooNew, or Database or Io naming the file.
    [[nodiscard]] static Result<std::unique_ptr<Index>>
    open(const QString &path, const QDateTime &now);

    /// True when there was no usable index: entries are to be adopted from their sidecars.
    [[nodiscard]] bool wasReplaced() const { return m_replaced; }
    /// Where the damaged file is that was set aside; empty if there was none.
    [[nodiscard]] const QString &setAsideAs() const { return m_setAsideAs; }

    [[nodiscard]] QFuture<Result<>> rememberObjects(QList<ObjectRow> rows);
    [[nodiscard]] QFuture<Result<std::optional<ObjectRow>>> object(QString id);
    [[nodiscard]] QFuture<Result<QList<ObjectRow>>> failedObjects(int limit);
    [[nodiscard]] QFuture<Result<>> forgetObjectsOlderThan(QDateTime moment);

    [[nodiscard]] QFuture<Result<>> fillStarted(QString id, QDateTime at);
    /// Also notes @p error for the object.
    [[nodiscard]] QFuture<Result<>> fillFailed(QString id, Error error, QDateTime at);
    [[nodiscard]] QFuture<Result<>> forgetFills();
    /// Finishes when every write that was sent before has been committed, or has failed.
    [[nodiscard]] QFuture<Result<>> written();

    /// Adds or replaces the row, ends the fill and clears the object's error in one transaction.
    [[nodiscard]] QFuture<Result<>> putEntry(EntryRecord record);
    /// Adds rows that are not there yet. @p now and @p defaultTtl tell which of them have expired,
    /// so that catchUp() need not. @return how many were added, and their bytes.
    [[nodiscard]] QFuture<Result<IndexTotals>>
    adoptEntries(QList<EntryRecord> records, QDateTime now, std::chrono::milliseconds defaultTtl);
    /// @return the keys of the rows that were there.
    [[nodiscard]] QFuture<Result<QList<EntryKey>>> removeEntries(QList<EntryKey> keys);
    [[nodiscard]] QFuture<Result<>> touchEntries(QList<EntryTouch> touches);
    /// One step (100 ms) of what writes put off: rows that are gone are taken out of the tables,
    /// what has expired by @p now is noted. Nothing is wrong without it, only slower.
    /// @return whether there is more to do.
    [[nodiscard]] QFuture<Result<bool>>
    catchUp(QDateTime now, std::chrono::milliseconds defaultTtl);

    [[nodiscard]] QFuture<Result<std::optional<EntryRecord>>> newestEntry(QString id);
    [[nodiscard]] QFuture<Result<std::optional<EntryRecord>>> exactEntry(EntryKey key);
    /// That version or, where it is gone, the next one after it.
    [[nodiscard]] QFuture<Result<std::optional<EntryRecord>>> entryFrom(EntryKey key);
    /// Those of @p ids that have an entry, by id, their newest version.
    [[nodiscard]] QFuture<Result<QHash<QString, EntryRecord>>> newestEntries(QStringList ids);
    [[nodiscard]] QFuture<Result<EntryPage>> page(EntryQuery query);
    [[nodiscard]] QFuture<Result<LruPage>> leastRecentlyUsed(LruPosition after, int limit);
    [[nodiscard]] QFuture<Result<QList<EntryRecord>>> entriesAfter(EntryKey after, int limit);
    [[nodiscard]] QFuture<Result<IndexTotals>> totals();

    /// Those of @p keys that have a row, in the order of @p keys.
    [[nodiscard]] QFuture<Result<QList<EntryRecord>>> exactEntries(QList<EntryKey> keys);
    [[nodiscard]] QFuture<Result<QList<EntryStanding>>> standings(EntryStanding after, int limit);
    /// Applies @p change, on the writer's thread, to the row of @p key as it is then. @return the
    /// new record, or none if there is no row.
    [[nodiscard]] QFuture<Result<std::optional<ChangedEntry>>>
    changeEntry(EntryKey key, EntryChange change);
    [[nodiscard]] QFuture<Result<qint64>> vacuumStep(int pages);
    [[nodiscard]] QFuture<Result<>> analyze();
    /// Reads all of the file and looks whether it holds together; on a connection of its own, so
    /// that nobody waits for it. @return Database with what SQLite says.
    [[nodiscard]] QFuture<Result<>> checkIntegrity(QThreadPool *pool) const;

    /// Keeps the report, and of all of them the newest @p keep.
    [[nodiscard]] QFuture<Result<>> putRender(RenderRow row, int keep);
    [[nodiscard]] QFuture<Result<RenderPage>> renders(int limit, qint64 skip);
    [[nodiscard]] QFuture<Result<std::optional<RenderRow>>> render(QString id);

    [[nodiscard]] QFuture<Result<QHash<QString, qint64>>> counters();
    [[nodiscard]] QFuture<Result<>> saveCounters(QHash<QString, qint64> values);

private:
    Index();

    CountMemo m_counts; // on the reader's thread
    SqlThread m_writer;
    SqlThread m_reader;
    QString m_path;
    bool m_replaced = false;
    QString m_setAsideAs;
};

} // namespace r2cache
