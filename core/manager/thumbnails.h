// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/diskcache.h"
#include "core/manager/toolrun.h"

#include <list>

namespace r2cache {

/// Small pictures of entries, made by ffmpeg when first asked for and kept in memory, the most
/// recently asked ones; that none could be made is kept as well, for a while where it was for want
/// of time.
///
/// Lives on the service thread, the programs are run by a pool of its own. stop() and
/// running() == 0 before it goes.
class Thumbnails : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString ffmpeg; ///< Its path; empty: not installed.
        std::chrono::milliseconds timeLimit{15'000}; ///< For one picture.
        qint64 outputLimit = 1'048'576; ///< Bytes of one picture.
        qsizetype keptPictures = 200;
        qint64 keptBytes = 8'388'608;
        int waitingLimit = 32; ///< Pictures being made or waiting for it.
        /// For so long a caller waits; what it asked for is made all the same, for the next one.
        std::chrono::milliseconds patience{20'000};
        /// One that took too long is tried again after so long: the machine may have been busy.
        std::chrono::milliseconds timeoutPause{std::chrono::minutes{5}};
    };

    Thumbnails(
        const FileStore &store, const Clock &clock, Options options, QObject *parent = nullptr);

    /// A JPEG at most 320 pixels wide, of the frame a second after the start (or a tenth of the
    /// length). Who asks for the same meanwhile gets the same.
    /// @return Unavailable (no ffmpeg, too many asked for at once, or not made yet), Timeout,
    /// NotAVideo when ffmpeg makes no picture of it, or ShuttingDown.
    [[nodiscard]] QCoro::Task<Result<QByteArray>> of(EntryRecord record);

    void stop() { m_stop = true; }
    [[nodiscard]] int running() const { return m_running; }

private:
    struct Kept
    {
        QByteArray sha256;
        Result<QByteArray> picture;
        std::chrono::milliseconds keptAt{0}; ///< By the clock's monotonic().
    };

    [[nodiscard]] const Result<QByteArray> *find(const QByteArray &sha256);
    [[nodiscard]] QCoro::Task<> keepWhenMade(QByteArray sha256, QFuture<Result<QByteArray>> making);
    void keep(const QByteArray &sha256, const Result<QByteArray> &picture);

    const FileStore &m_store;
    const Clock &m_clock;
    Options m_options;
    std::atomic<bool> m_stop = false; ///< Read on the pool: outlives it.
    QThreadPool m_pool;
    std::list<Kept> m_kept; ///< The last asked for first.
    qint64 m_keptBytes = 0;
    QHash<QByteArray, QFuture<Result<QByteArray>>> m_making; ///< By SHA-256.
    int m_running = 0;
};

} // namespace r2cache
