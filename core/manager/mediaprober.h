// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/diskcache.h"
#include "core/manager/toolrun.h"

#include <deque>

namespace r2cache {

/// Finds out by ffprobe what the entries are, one at a time, in the background: new ones, and those
/// of earlier runs that nobody looked at yet. What it finds is kept in the row and the sidecar,
/// that it found nothing as well: no file is looked at twice.
///
/// Lives on the service thread, the programs are run by a pool of its own. stop() and
/// running() == 0 before it goes.
class MediaProber : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString ffprobe; ///< Its path; empty: not installed, nothing is looked at.
        std::chrono::milliseconds timeLimit{10'000};
        qint64 outputLimit = 65'536; ///< Bytes.
        size_t queueLimit = 256; ///< New entries that wait; beyond it all entries are walked again.
    };

    MediaProber(DiskCache &cache, Options options, QObject *parent = nullptr);

    /// Walks through the entries that there are.
    void start();
    /// @p id has a new entry.
    void probeSoon(const QString &id);

    /// Nothing is begun any more; what runs is killed.
    void stop() { m_stop = true; }
    [[nodiscard]] int running() const { return m_running; }

private:
    void begin();
    [[nodiscard]] QCoro::Task<> run();
    [[nodiscard]] QCoro::Task<Result<>> walk();
    [[nodiscard]] QCoro::Task<> probe(EntryRecord record);

    DiskCache &m_cache;
    Options m_options;
    std::atomic<bool> m_stop = false; ///< Read on the pool: outlives it.
    QThreadPool m_pool;
    std::deque<QString> m_ids;
    bool m_walking = false;
    bool m_walkAgain = false; ///< From the beginning, when this walk has ended.
    EntryKey m_after{{}, 0}; ///< How far the walk is.
    int m_running = 0;
};

} // namespace r2cache
