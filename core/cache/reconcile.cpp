// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/reconcile.h"

#include "core/base/digest.h"

#include <QLoggingCategory>
#include <QSet>

#include <fcntl.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcReconcile, "cache.reconcile", QtInfoMsg)

constexpr int pageSize = 500;

struct Listing
{
    QSet<QString> videos;
    QStringList sidecars;
    QStringList temporaries;
};

Result<Listing> listDirectory(const FileStore &store)
{
    const auto names = store.list();
    if (!names)
        return failure(names.error());
    Listing listing;
    for (const auto &name : *names) {
        switch (parseStoreName(name).kind) {
        case StoreName::Kind::Video:
            listing.videos.insert(name);
            break;
        case StoreName::Kind::Sidecar:
            listing.sidecars.append(name);
            break;
        case StoreName::Kind::Temporary:
            listing.temporaries.append(name);
            break;
        case StoreName::Kind::Partial:
        case StoreName::Kind::Foreign:
            break;
        }
    }
    return listing;
}

/// Those of @p records whose file is not there with their size.
QList<EntryRecord> withoutFile(const FileStore &store, const QList<EntryRecord> &records)
{
    QList<EntryRecord> missing;
    for (const auto &record : records) {
        const auto size = store.sizeOf(record.fileName());
        if (size ? *size != record.sizeBytes : size.error().code == ErrorCode::NotFound)
            missing.append(record);
    }
    return missing;
}

/// The sidecar of a video that fits its name and size.
Result<EntryRecord> recordOf(const FileStore &store, const QString &fileName)
{
    const auto name = parseStoreName(fileName);
    auto record = store.readSidecar(name.id, name.version);
    if (!record)
        return record;
    const auto size = store.sizeOf(fileName);
    if (!size)
        return failure(size.error());
    if (*size != record->sizeBytes || record->extension != name.extension)
        return failure(ErrorCode::LengthMismatch, u"The file is not what its sidecar says."_s);
    return record;
}

Result<bool> hasItsBytes(const FileStore &store, const EntryRecord &record)
{
    const auto file = OpenFile::open(store.pathOf(record.fileName()), O_RDONLY);
    if (!file)
        return failure(file.error());
    constexpr qint64 step = 1024 * 1024;
    Digest digest(Digest::Algorithm::Sha256);
    for (qint64 offset = 0;; offset += step) {
        const auto bytes = file->readAt(offset, step);
        if (!bytes)
            return failure(bytes.error());
        digest.add(*bytes);
        if (bytes->size() < step)
            break;
    }
    return digest.takeHex() == record.sha256;
}

// Steps on the pool: see diskcache.cpp for why they are functions.

QFuture<QList<EntryRecord>>
findMissing(QThreadPool *pool, const FileStore *store, QList<EntryRecord> records)
{
    return runOn(
        pool, [store, records = std::move(records)] { return withoutFile(*store, records); });
}

QFuture<Result<EntryRecord>> readRecord(QThreadPool *pool, const FileStore *store, QString name)
{
    return runOn(pool, [store, name = std::move(name)] { return recordOf(*store, name); });
}

QFuture<Result<bool>> rehash(QThreadPool *pool, const FileStore *store, EntryRecord record)
{
    return runOn(pool, [store, record = std::move(record)] { return hasItsBytes(*store, record); });
}

} // namespace

QCoro::Task<Result<ReconcileReport>>
reconcile(DiskCache &cache, QThreadPool &pool, const std::atomic<bool> &stop)
{
    const auto *store = &cache.store();
    ReconcileReport report;
    auto listing = co_await runOn(&pool, [store] { return listDirectory(*store); });
    if (!listing)
        co_return failure(listing.error());

    for (EntryKey after{{}, 0};;) {
        if (stop)
            co_return report;
        const auto page = co_await cache.index().entriesAfter(after, pageSize);
        if (!page)
            co_return failure(page.error());
        for (const auto &record : *page)
            listing->videos.remove(record.fileName());
        const auto missing = co_await findMissing(&pool, store, *page);
        for (const auto &record : missing) {
            if (cache.isBusy(record.id))
                continue;
            qCWarning(lcReconcile) << record.fileName() << "has vanished or shrunk: forgotten";
            if (auto gone = co_await cache.discard(record, false); !gone)
                co_return failure(gone.error());
            ++report.missing;
        }
        if (page->size() < pageSize)
            break;
        after = {page->constLast().id, page->constLast().version};
    }

    QList<EntryRecord> adopted;
    for (const auto videos = listing->videos; const auto &name : videos) {
        if (stop)
            co_return report;
        const auto id = parseStoreName(name).id;
        const auto record = co_await readRecord(&pool, store, name);
        if (cache.isBusy(id))
            continue;
        if (record) {
            const QList<EntryRecord> records{*record};
            const auto added = co_await cache.adopt(records);
            if (!added)
                co_return failure(added.error());
            report.adopted += *added;
            if (*added > 0)
                adopted.append(*record);
            continue;
        }
        // Committed or evicted since the directory was read: nothing is wrong with it.
        const auto moved = co_await cache.removeStray(name);
        if (!moved)
            co_return failure(moved.error());
        if (!*moved)
            continue;
        qCWarning(lcReconcile) << name << "went to quarantine:" << record.error().message;
        ++report.quarantined;
    }

    const QStringList strays = listing->temporaries + listing->sidecars;
    for (const auto &name : strays) {
        const auto gone = co_await cache.removeStray(name);
        if (!gone)
            co_return failure(gone.error());
        if (*gone)
            ++report.swept;
    }

    for (const auto &record : std::as_const(adopted)) {
        if (stop)
            co_return report;
        const auto good = co_await rehash(&pool, store, record);
        if (!good && good.error().code != ErrorCode::NotFound)
            co_return failure(good.error());
        if (!good || *good || cache.isBusy(record.id))
            continue;
        qCWarning(lcReconcile) << record.fileName() << "holds other bytes: to quarantine";
        if (auto gone = co_await cache.discard(record, true); !gone)
            co_return failure(gone.error());
        ++report.quarantined;
    }
    co_return report;
}

} // namespace r2cache
