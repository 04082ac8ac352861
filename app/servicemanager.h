// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QTimer>

#include <chrono>
#include <functional>

namespace r2cache {

/// Tells systemd how the service stands (sd_notify(3), systemd.service(5): Type=notify). Where no
/// systemd has started it, or it was built without libsystemd, it says nothing.
///
/// Lives on the main thread; a sign of life of the thread that does the work is asked for each time
/// before the watchdog is fed, so that a service that hangs is started anew.
class ServiceManager
{
public:
    /// @param signOfLife  finishes when the service's thread has got round to it.
    explicit ServiceManager(std::function<QFuture<void>()> signOfLife);

    /// It answers. @param what  a line for `systemctl status`. From now on the watchdog is fed, if
    /// the unit has one (WatchdogSec=), twice in its time.
    void ready(const QString &what);
    /// Settings are read again; ready() ends that.
    void reloading() const;
    /// It drains, for @p atMost: systemd waits for so long, whatever TimeoutStopSec= says. The
    /// watchdog goes on being fed.
    void stopping(std::chrono::milliseconds atMost) const;

private:
    void feed();

    std::function<QFuture<void>()> m_signOfLife;
    QTimer m_watchdog;
    bool m_isAsking = false;
};

} // namespace r2cache
