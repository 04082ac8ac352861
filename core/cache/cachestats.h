// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <array>
#include <atomic>

namespace r2cache {

/// What the cache has done, counted by any thread and kept over restarts.
struct CacheCounters
{
    std::atomic<qint64> hits = 0; ///< Once per entry and client connection.
    std::atomic<qint64> misses = 0;
    std::atomic<qint64> bytesFromCache = 0; ///< Body bytes handed to clients.
    std::atomic<qint64> bytesFromOrigin = 0; ///< Including what failed attempts threw away.
    std::atomic<qint64> downloads = 0; ///< That became entries.
    std::atomic<qint64> downloadMs = 0; ///< Sum over them.
    std::atomic<qint64> failedDownloads = 0;
    std::atomic<qint64> evictedEntries = 0; ///< For want of room; not what somebody removed.
    std::atomic<qint64> evictedBytes = 0;
    std::atomic<qint64> lastCleanupMs = 0; ///< Since 1970, UTC; 0: never.

    struct Named
    {
        const char16_t *name;
        std::atomic<qint64> CacheCounters::*value;
    };

    /// Names in the index.
    static constexpr std::array<Named, 10> named()
    {
        return {
            {{u"hits", &CacheCounters::hits},
             {u"misses", &CacheCounters::misses},
             {u"bytesFromCache", &CacheCounters::bytesFromCache},
             {u"bytesFromOrigin", &CacheCounters::bytesFromOrigin},
             {u"downloads", &CacheCounters::downloads},
             {u"downloadMs", &CacheCounters::downloadMs},
             {u"failedDownloads", &CacheCounters::failedDownloads},
             {u"evictedEntries", &CacheCounters::evictedEntries},
             {u"evictedBytes", &CacheCounters::evictedBytes},
             {u"lastCleanupMs", &CacheCounters::lastCleanupMs}}};
    }

    [[nodiscard]] QHash<QString, qint64> values() const
    {
        QHash<QString, qint64> values;
        for (const auto &[name, value] : named())
            values.insert(QString::fromUtf16(name), (this->*value).load(std::memory_order_relaxed));
        return values;
    }

    void restore(const QHash<QString, qint64> &values)
    {
        for (const auto &[name, value] : named())
            (this->*value).store(values.value(QString::fromUtf16(name)));
    }
};

} // namespace r2cache
