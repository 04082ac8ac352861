// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servicemanager.h"

#include <QFutureWatcher>
#include <QLoggingCategory>

#ifdef R2CACHE_HAS_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcServiceManager, "cache.systemd", QtInfoMsg)

void notify(const QString &state)
{
#ifdef R2CACHE_HAS_SYSTEMD
    // 0: nobody listens, as nearly always.
    if (const int result = ::sd_notify(0, state.toUtf8().constData()); result < 0)
        qCWarning(lcServiceManager)
            << "systemd was not told how it stands:" << qt_error_string(-result);
#else
    Q_UNUSED(state)
#endif
}

/// Zero: there is no watchdog.
std::chrono::microseconds watchdogTime()
{
#ifdef R2CACHE_HAS_SYSTEMD
    uint64_t microseconds = 0;
    if (::sd_watchdog_enabled(0, &microseconds) > 0)
        return std::chrono::microseconds{microseconds};
#endif
    return {};
}

} // namespace

ServiceManager::ServiceManager(std::function<QFuture<void>()> signOfLife)
    : m_signOfLife(std::move(signOfLife))
{
    QObject::connect(&m_watchdog, &QTimer::timeout, &m_watchdog, [this] { feed(); });
}

void ServiceManager::ready(const QString &what)
{
    notify(u"READY=1\nSTATUS="_s + what);
    const auto time = watchdogTime();
    if (time.count() == 0 || m_watchdog.isActive())
        return;
    m_watchdog.start(std::chrono::duration_cast<std::chrono::milliseconds>(time) / 2);
}

void ServiceManager::reloading() const
{
    notify(u"RELOADING=1\nSTATUS=Reading the settings again"_s);
}

void ServiceManager::stopping(std::chrono::milliseconds atMost) const
{
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(atMost).count();
    notify(u"STOPPING=1\nSTATUS=Finishing what is being sent\nEXTEND_TIMEOUT_USEC=%1"_s.arg(
        microseconds));
}

void ServiceManager::feed()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    auto *asked = new QFutureWatcher<void>(&m_watchdog);
    QObject::connect(asked, &QFutureWatcherBase::finished, &m_watchdog, [this, asked] {
        asked->deleteLater();
        m_isAsking = false;
        notify(u"WATCHDOG=1"_s);
    });
    asked->setFuture(m_signOfLife());
}

} // namespace r2cache
