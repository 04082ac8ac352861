// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/reconcile.h"

#include "core/base/digest.h"
#include "core/cache/storewalk.h"

#include <QCoroFuture>
#include <QLoggingCategory>

#include <algorithm>
#include <tuple>
#include <vector>

#include <fcntl.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcReconcile, "cache.reconcile", QtInfoMsg)

constexpr int pageSize = 500;
constexpr int namesAtATime = 2000;

bool isBefore(const PolicyKey &a, const PolicyKey &b)
{
    return std::tie(a.high, a.low, a.version) < std::tie(b.high, b.low, b.version);
}

/// Names of entries in 24 bytes each, sorted: a million of them are compared with a directory of
/// two million files, of which a handful is looked at closely.
using SortedKeys = std::vector<PolicyKey>;

bool contains(const SortedKeys &keys, const StoreName &name)
{
    return std::binary_search(
        keys.begin(), keys.end(), policyKeyOf(name.id, name.version), isBefore);
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
    constexpr qint64 step = 1024LL * 1024;
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

/// A video that has no row, and what its sidecar says.
struct Unknown
{
    QString fileName;
    Result<EntryRecord> record;
};

/// The next of @p walk that are videos without a row; nothing at the end.
QFuture<std::optional<QList<Unknown>>>
nextVideos(QThreadPool *pool, const FileStore *store, StoreWalk *walk, const SortedKeys *known)
{
    return runOn(pool, [store, walk, known]() -> std::optional<QList<Unknown>> {
        const auto names = walk->next(namesAtATime);
        if (names.isEmpty())
            return std::nullopt;
        QList<Unknown> unknown;
        for (const auto &fileName : names) {
            const auto name = parseStoreName(fileName);
            if (name.kind == StoreName::Kind::Video && !contains(*known, name))
                unknown.append({fileName, recordOf(*store, fileName)});
        }
        return unknown;
    });
}

/// The next of @p walk that are sidecars without a row, or temporaries; nothing at the end.
QFuture<std::optional<QStringList>>
nextStrays(QThreadPool *pool, StoreWalk *walk, const SortedKeys *known)
{
    return runOn(pool, [walk, known]() -> std::optional<QStringList> {
        auto names = walk->next(namesAtATime);
        if (names.isEmpty())
            return std::nullopt;
        names.removeIf([known](const QString &fileName) {
            const auto name = parseStoreName(fileName);
            return name.kind != StoreName::Kind::Temporary
                && (name.kind != StoreName::Kind::Sidecar || contains(*known, name));
        });
        return names;
    });
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
    SortedKeys known;
    known.reserve(static_cast<size_t>(cache.budget().entries()));

    for (EntryKey after{{}, 0};;) {
        if (stop)
            co_return report;
        const auto page = co_await cache.index().entriesAfter(after, pageSize);
        if (!page)
            co_return failure(page.error());
        for (const auto &record : *page)
            known.push_back(policyKeyOf(record.id, record.version));
        const auto missing = co_await findMissing(&pool, store, *page);
        for (const auto &record : missing) {
            // Evicted since the page was read: nothing has vanished.
            const EntryKey key{record.id, record.version};
            const auto row = co_await cache.index().exactEntry(key);
            if (!row)
                co_return failure(row.error());
            if (!*row || cache.isBusy(record.id))
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

    std::sort(known.begin(), known.end(), isBefore); // as the pages were, if all ids are digests

    SortedKeys adopted;
    auto videos = StoreWalk::begin(*store);
    if (!videos)
        co_return failure(videos.error());
    while (!stop) {
        const auto unknown = co_await nextVideos(&pool, store, &*videos, &known);
        if (!unknown)
            break;
        QList<EntryRecord> good;
        for (const auto &[name, record] : *unknown) {
            if (cache.isBusy(parseStoreName(name).id))
                continue;
            if (record) {
                good.append(*record);
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
        good.removeIf([&cache](const EntryRecord &record) { return cache.isBusy(record.id); });
        if (good.isEmpty())
            continue;
        const auto added = co_await cache.adopt(good);
        if (!added)
            co_return failure(added.error());
        report.adopted += *added;
        for (const auto &record : std::as_const(good))
            adopted.push_back(policyKeyOf(record.id, record.version));
    }

    // Only now: before its video was adopted, a sidecar was the only one to know of it.
    known.insert(known.end(), adopted.begin(), adopted.end());
    std::sort(known.begin(), known.end(), isBefore);
    auto others = StoreWalk::begin(*store);
    if (!others)
        co_return failure(others.error());
    while (!stop) {
        const auto strays = co_await nextStrays(&pool, &*others, &known);
        if (!strays)
            break;
        for (const auto &name : *strays) {
            const auto gone = co_await cache.removeStray(name);
            if (!gone)
                co_return failure(gone.error());
            if (*gone)
                ++report.swept;
        }
    }

    for (const auto &key : std::as_const(adopted)) {
        if (stop)
            co_return report;
        const EntryKey entry{idOf(key), key.version};
        const auto found = co_await cache.index().exactEntry(entry);
        if (!found)
            co_return failure(found.error());
        if (!*found)
            continue;
        const EntryRecord record = **found;
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
