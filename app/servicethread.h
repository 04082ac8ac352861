// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service.h"

#include <QFuture>

#include <atomic>

namespace r2cache {

/// Where the service of @p settings keeps its own files, and its log.
[[nodiscard]] Service::Environment
serviceEnvironmentOf(const Settings &settings, const LogRing *logs);

/// The service and the thread it lives on, for a program that runs one beside its own event loop.
/// Used on that loop's thread. Made after the QCoreApplication and before the program opens much
/// or starts other threads: it raises the limit of open files and tells malloc how to behave.
class ServiceThread
{
public:
    /// @param logs  outlives it.
    explicit ServiceThread(const LogRing &logs);
    ~ServiceThread(); ///< Stops it, unless stop() has.
    Q_DISABLE_COPY_MOVE(ServiceThread)

    /// Once. A service that did not start is stopped already.
    [[nodiscard]] QFuture<Result<>> start(std::unique_ptr<SettingsStore> settings);
    [[nodiscard]] QFuture<Result<>> reload(SettingSources sources);
    /// As Service::change(); Unavailable while no service runs here.
    [[nodiscard]] QFuture<Result<>> change(QMap<Key, std::optional<QString>> changes);
    /// A start that is under way comes to its end first.
    [[nodiscard]] QFuture<Result<>> stop();
    /// As Service::untilIdle(); Unavailable while no service runs here.
    [[nodiscard]] QFuture<Result<>> untilIdle(std::chrono::milliseconds after);

    /// Finishes when the service's thread has got round to it: whether that hangs.
    [[nodiscard]] QFuture<void> signOfLife();

    /// Whether the service has started, and stop() was not asked for.
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

private:
    QCoro::Task<Result<>> startHere();
    QCoro::Task<Result<>> createAndStart();
    QCoro::Task<Result<>> stopHere();
    QCoro::Task<Result<>> untilIdleHere(std::chrono::milliseconds after);

    const LogRing &m_logs;
    QThread m_thread;
    QObject m_anchor;
    std::unique_ptr<SettingsStore> m_settings; // until the service has it
    std::unique_ptr<Service> m_service; // touched on m_thread only
    bool m_isStarting = false; // as m_service
    std::atomic<bool> m_isRunning = false;
};

} // namespace r2cache
