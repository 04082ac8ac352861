// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/calltask.h"
#include "core/base/digest.h"
#include "core/cache/diskcache.h"
#include "core/cache/entrylookup.h"
#include "tests/support/manualclock.h"

#include <QCoroTask>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>

#include <fcntl.h>

namespace r2cache {

/// A disk whose free space is told by the test.
class ToldDiskSpace final : public DiskSpace
{
public:
    qint64 available = 1'000'000'000'000;
    bool isBroken = false;
    bool isReadOnly = false;
    std::function<void()> onUsage{}; ///< Called whenever it is asked how much is free.

    [[nodiscard]] Result<DiskUsage> usage(const QString &) const override
    {
        if (onUsage)
            onUsage();
        if (isBroken)
            return failure(ErrorCode::Io, QStringLiteral("The disk cannot be asked."));
        return DiskUsage{2'000'000'000'000, available, 2'000'000'000'000 - available};
    }
    [[nodiscard]] Result<> writable(const QString &) const override
    {
        if (isReadOnly)
            return failure(ErrorCode::Io, QStringLiteral("The disk is read-only."));
        return {};
    }
};

/// A whole cache in a temporary directory: real files, real SQLite, a clock that is told.
struct CacheFixture
{
    explicit CacheFixture(
        SpaceBudget::Limits limits = {1'000'000, 100, 0}, const QString &path = {})
        : root(path.isEmpty() ? temporary.path() : path)
        , store(take(FileStore::open(root + u"/cache")))
        , index(take(Index::open(root + u"/index.sqlite", clock.nowUtc())))
        , cache(
              {*store, *index, map, counters, clock, disk, pool},
              {limits, std::chrono::hours{24 * 7}})
        , lookup(map, *index, *store, clock, [this](const EntryRecord &record) {
            return callTaskOn(&cache, [this, record] { return cache.discard(record, false); });
        })
    {
        require(QCoro::waitFor(cache.start()));
    }
    ~CacheFixture() { require(QCoro::waitFor(cache.stop())); }

    static QString idOf(int number) { return QString::number(number).rightJustified(32, u'0'); }

    static void require(const Result<> &result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
    }
    template<typename T>
    static T take(Result<T> result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
        return std::move(*result);
    }

    EntryRecord recordOf(int number, const QByteArray &bytes) const
    {
        EntryRecord record;
        record.id = idOf(number);
        record.extension = QStringLiteral("mp4");
        record.canonicalUrl = QStringLiteral("https://a.r2.dev/%1.mp4").arg(number);
        record.sizeBytes = bytes.size();
        record.etag = "\"e\"";
        record.sha256 = sha256Hex(bytes);
        record.createdAt = record.validatedAt = record.lastAccessedAt = clock.nowUtc();
        return record;
    }

    void writePartial(int number, const QByteArray &bytes) const
    {
        const auto file
            = take(OpenFile::open(store->partialPath(idOf(number)), O_WRONLY | O_CREAT | O_TRUNC));
        require(file.writeAt(0, bytes));
    }

    /// What a fill does, from reservation to commit.
    Result<EntryRecord> add(int number, const QByteArray &bytes)
    {
        if (auto reserved = QCoro::waitFor(cache.reserve(idOf(number), bytes.size())); !reserved)
            return failure(reserved.error());
        writePartial(number, bytes);
        clock.advance(std::chrono::seconds{1});
        return QCoro::waitFor(cache.commit(recordOf(number, bytes)));
    }

    Result<EntryFilePtr> find(int number)
    {
        return QCoro::waitFor(lookup.find(EntryKey{idOf(number), 0}));
    }
    bool has(int number) { return find(number).value() != nullptr; }

    template<typename T>
    static T wait(QFuture<T> future)
    {
        future.waitForFinished();
        return future.takeResult();
    }

    QTemporaryDir temporary;
    QString root;
    ManualClock clock;
    ToldDiskSpace disk;
    QThreadPool pool;
    CacheCounters counters;
    EntryMap map{64};
    std::unique_ptr<FileStore> store;
    std::unique_ptr<Index> index;
    DiskCache cache;
    EntryLookup lookup;
};

/// Something is noted of an entry, on a disk that writes nothing before release(); by itself at the
/// latest when this goes, which it must before the fixture.
class SlowNote
{
public:
    SlowNote(CacheFixture &fixture, int number)
        : m_cache(fixture.cache)
        , m_id(CacheFixture::idOf(number))
    {
        fixture.pool.setMaxThreadCount(1);
        fixture.pool.start([disk = m_disk] { disk->acquire(); });
        m_noting = asFuture(m_cache.change(
            m_id, [](EntryRecord &record) { record.tags = QStringList{QStringLiteral("intro")}; }));
    }
    ~SlowNote() { release(); }
    Q_DISABLE_COPY_MOVE(SlowNote)

    [[nodiscard]] bool isBeingWritten() const { return m_cache.isBusy(m_id); }
    [[nodiscard]] bool isWritten() const { return m_noting.isFinished(); }
    void release() { m_disk->release(); }

private:
    DiskCache &m_cache;
    QString m_id;
    std::shared_ptr<QSemaphore> m_disk = std::make_shared<QSemaphore>();
    QFuture<Result<EntryRecord>> m_noting;
};

} // namespace r2cache
