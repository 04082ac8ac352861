// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manager/revalidator.h"

#include <QTimer>

#include <atomic>

namespace r2cache {

/// What a cleaning has done.
struct CleaningReport
{
    qint64 removedEntries = 0;
    qint64 bytesFreed = 0; ///< Of entries and quarantine.
    std::chrono::milliseconds duration{0};
    QStringList errors; ///< Of each step that failed; the others were done all the same.
};

/// Brings the cache into order, on demand and by schedule: one cleaning at a time.
///
///     expired entries: the origin is asked; 304 makes them fresh, 404 and 410 end them unless held
///     limits           what is above them goes, if nobody holds it
///     strays           reconcile(): rows without a file, files without a row
///     partial files    unwritten for a week and wanted by no fill
///     quarantine       emptied of what has lain there for a week
///     objects          not asked for in 30 days and without an entry: forgotten
///     index            free pages back to the file system, in small steps; planner statistics
///
/// Lives on the service thread; stop() and running() == 0 before it goes.
class Cleaner : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        bool isScheduled = true; ///< CACHE_BACKGROUND_CLEANUP
        std::chrono::milliseconds interval{std::chrono::hours{1}};
        std::chrono::milliseconds partialAge{std::chrono::hours{7 * 24}};
        std::chrono::milliseconds quarantineAge{std::chrono::hours{7 * 24}};
        std::chrono::milliseconds objectAge{std::chrono::hours{30 * 24}};
        std::chrono::milliseconds lookAtClockEvery{std::chrono::seconds{10}};
    };
    struct Parts
    {
        VideoCache &videos;
        Revalidator &revalidator;
        QThreadPool &pool;
    };

    Cleaner(const Parts &parts, const Options &options, QObject *parent = nullptr);

    void setOptions(const Options &options);

    /// Begins the schedule: the first cleaning comes one interval from now.
    void start();
    /// Ends a cleaning after the step at hand; none begins any more.
    void stop();

    /// Cleans now, or joins the cleaning that runs.
    [[nodiscard]] QFuture<CleaningReport> clean();
    [[nodiscard]] int running() const { return m_running; }

private:
    [[nodiscard]] QCoro::Task<CleaningReport> run();
    void cleanWhenDue();
    [[nodiscard]] QCoro::Task<Result<>> askAboutExpired(CleaningReport *report);
    [[nodiscard]] QCoro::Task<Result<>>
    askAbout(QList<EntryRecord> records, CleaningReport *report);
    [[nodiscard]] QCoro::Task<Result<>> keepLimits(CleaningReport *report);
    [[nodiscard]] QCoro::Task<Result<>> removeStrays(CleaningReport *report);
    [[nodiscard]] QCoro::Task<Result<>> removeRemains(CleaningReport *report);
    [[nodiscard]] QCoro::Task<Result<>> lookAfterIndex();

    Parts m_parts;
    Options m_options;
    QTimer m_timer;
    std::chrono::milliseconds m_lastBegan{0}; ///< By the clock's monotonic().
    std::optional<QFuture<CleaningReport>> m_current;
    std::atomic<bool> m_stop = false;
    int m_running = 0;
};

} // namespace r2cache
