// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of fills that failed or were interrupted: counted, and the first to go.
#include "core/cache/diskcache.h"

#include <QCoroFuture>
#include <QLoggingCategory>

namespace r2cache {

namespace {

Q_LOGGING_CATEGORY(lcPartials, "cache.partials", QtInfoMsg)

// Steps on the pool: see diskcache.cpp for why they are functions.

QFuture<Result<int>> sweepPartials(QThreadPool *pool, const FileStore *store, QDateTime nowUtc)
{
    return runOn(
        pool, [store, now = std::move(nowUtc)] { return store->removeStalePartials(now); });
}

/// Ids and bytes, last written longest ago first.
QFuture<QList<std::pair<QString, qint64>>> listPartials(QThreadPool *pool, const FileStore *store)
{
    return runOn(pool, [store] {
        QList<std::pair<QString, qint64>> found;
        for (const auto ids = store->partials(); const auto &id : ids)
            found.emplace_back(id, store->partialBytes(id));
        return found;
    });
}

QFuture<QStringList> oldPartials(QThreadPool *pool, const FileStore *store, QDateTime before)
{
    return runOn(pool, [store, before = std::move(before)] { return store->partials(before); });
}

QFuture<Result<>> removeAside(QThreadPool *pool, const FileStore *store, QString id)
{
    return runOn(pool, [store, id = std::move(id)] { return store->removePartialAside(id); });
}

} // namespace

QCoro::Task<Result<>> DiskCache::findPartials()
{
    const auto swept
        = co_await sweepPartials(&m_parts.pool, &m_parts.store, m_parts.clock.nowUtc());
    if (!swept)
        co_return failure(swept.error());
    if (*swept > 0)
        qCInfo(lcPartials) << "Removed" << *swept << "stale partial files of an earlier run";
    const auto left = co_await listPartials(&m_parts.pool, &m_parts.store);
    for (const auto &[id, bytes] : left)
        m_budget.keep(id, bytes);
    co_return Result<>{};
}

QCoro::Task<Result<>> DiskCache::fillFailed(QString id, Error error)
{
    // In this turn: the next one may begin another fill of it.
    if (const auto bytes = m_parts.store.partialBytes(id); bytes > 0)
        m_budget.keep(id, bytes);
    else
        m_budget.release(id);
    co_return co_await m_parts.index.fillFailed(id, error, m_parts.clock.nowUtc());
}

QCoro::Task<Result<qint64>> DiskCache::dropPartials(qint64 bytes)
{
    qint64 dropped = 0;
    while (dropped < bytes) {
        auto id = m_budget.longestKept();
        if (!id)
            break;
        const auto gone = co_await dropPartial(std::move(*id));
        if (!gone)
            co_return gone;
        dropped += *gone;
    }
    if (dropped > 0)
        qCInfo(lcPartials) << "Dropped" << dropped << "bytes of broken-off downloads";
    co_return dropped;
}

QCoro::Task<Result<qint64>> DiskCache::dropPartial(QString id)
{
    // In the turn in which it was found to be nobody's: a fill that begins in the next one finds
    // none.
    if (const auto aside = m_parts.store.setPartialAside(id); !aside)
        co_return failure(aside.error());
    const qint64 bytes = m_budget.drop(id);
    const auto gone = co_await removeAside(&m_parts.pool, &m_parts.store, id);
    if (!gone)
        co_return failure(gone.error());
    m_budget.bytesFreed(bytes);
    co_return bytes;
}

QCoro::Task<Result<int>>
DiskCache::removeOldPartials(std::chrono::milliseconds age, std::function<bool(QString)> isWanted)
{
    const QDateTime before = m_parts.clock.nowUtc().addMSecs(-age.count());
    const auto ids = co_await oldPartials(&m_parts.pool, &m_parts.store, before);
    int removed = 0;
    for (const auto &id : ids) {
        if (m_budget.isReserved(id) || m_budget.isTaken(id) || isBusy(id)
            || (isWanted && isWanted(id))) {
            continue;
        }
        const auto gone = co_await dropPartial(id);
        if (!gone)
            co_return failure(gone.error());
        ++removed;
    }
    co_return removed;
}

} // namespace r2cache
