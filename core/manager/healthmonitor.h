// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originstanding.h"
#include "core/manager/health.h"
#include "core/manager/historyrecorder.h"

#include <QNetworkAccessManager>
#include <QUrl>

namespace r2cache {

/// Looks after the health of a cache: what costs little when asked, what takes its time (a request
/// to both servers, the index's integrity, the origins) by a schedule. Lives on the service thread;
/// must outlive the tasks it returned.
class HealthMonitor : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        DiskCache &cache; ///< All outlive it.
        const HistoryRecorder &history;
        const Clock &clock;
        const DiskSpace &diskSpace;
        QThreadPool &pool;
        /// ObjectFetcher::standing(); null: origins are not asked about.
        std::function<QFuture<OriginStanding>()> standing;
    };

    struct Options
    {
        std::chrono::milliseconds betweenChecks{10'000};
        std::chrono::milliseconds betweenRequests{60'000}; ///< To our own servers.
        std::chrono::milliseconds requestTimeout{5'000};
        std::chrono::hours betweenIntegrityChecks{24};
        std::chrono::milliseconds beforeFirstIntegrityCheck{60'000}; ///< After start().
    };

    HealthMonitor(Parts parts, Options options, QObject *parent = nullptr);

    void setCacheEnabled(bool enabled) { m_readings.cacheEnabled = enabled; }
    /// Where the servers listen; an empty one does not.
    void setServers(const QUrl &proxyHealth, const QUrl &api);

    /// Checks now and by the schedule from now on. After the history was read.
    void start();
    /// Begins no check any more; one may still run.
    void stop();
    /// Checks under way; to be none before it goes.
    [[nodiscard]] int running() const { return m_running; }

    /// Measures what is due, then tells whether anything has changed.
    [[nodiscard]] QCoro::Task<> check();

    /// As things are now, with what was measured last of what takes its time.
    [[nodiscard]] HealthVerdict verdict() const;

Q_SIGNALS:
    /// Some check's severity is another one than before.
    void changed(const r2cache::HealthVerdict &verdict, const QString &statusBefore);

private:
    [[nodiscard]] bool
    isDue(std::optional<std::chrono::milliseconds> &last, std::chrono::milliseconds between);
    [[nodiscard]] QCoro::Task<QString> faultOf(QUrl server);
    void readHistory();
    void readClock(const std::optional<ClockSkew> &ofOrigin);
    void announce();

    Parts m_parts;
    Options m_options;
    QNetworkAccessManager m_network;
    QTimer m_timer;
    QUrl m_proxy;
    QUrl m_api;
    HealthReadings m_readings; ///< Of what is not measured anew for each verdict.
    HealthVerdict m_told; ///< What was announced last.
    std::optional<std::chrono::milliseconds> m_requestedAt;
    std::optional<std::chrono::milliseconds> m_integrityCheckedAt;
    QString m_integrityFault;
    QDateTime m_wallTime; ///< At the last check,
    std::chrono::milliseconds m_elapsed{0}; ///< when Clock::sinceBoot() said this.
    std::optional<ClockSkew> m_jump; ///< What the clock did by itself,
    std::chrono::milliseconds m_jumpedAt{0}; ///< and when (Clock::sinceBoot()).
    int m_running = 0;
};

} // namespace r2cache
