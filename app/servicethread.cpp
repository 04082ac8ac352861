// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/servicethread.h"

#include "app/openfilelimit.h"
#include "core/base/calltask.h"

#include <QCoroFuture>
#include <QCoroTimer>
#include <QDir>
#include <QLoggingCategory>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds startLook{5};

Q_LOGGING_CATEGORY(lcServiceThread, "cache.service.thread", QtInfoMsg)

/// By itself malloc waits with giving memory back the longer the more was freed at a time: after a
/// crowd of clients each thread would keep what the crowd needed. This way it keeps some megabytes;
/// fewer would have downloads ask the kernel for each buffer anew. For all threads, so early.
void giveFreeMemoryBackSoon()
{
#ifdef __GLIBC__
    ::mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
    ::mallopt(M_MMAP_THRESHOLD, 8 * 1024 * 1024);
#endif
}

Error notHere()
{
    return {ErrorCode::Unavailable, u"The service does not run in this process."_s, {}};
}

} // namespace

Service::Environment serviceEnvironmentOf(const Settings &settings, const LogRing *logs)
{
    return {
        statePathsOf(
            settings.text(Key::Directory), qEnvironmentVariable("XDG_STATE_HOME"),
            QDir::homePath()),
        endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR")), logs};
}

ServiceThread::ServiceThread(const LogRing &logs)
    : m_logs(logs)
{
    giveFreeMemoryBackSoon();
    // Before the servers and the store work out from it how much they may keep open.
    if (const auto limit = raiseOpenFileLimit(); !limit)
        qCWarning(lcServiceThread).noquote() << limit.error().message;
    else
        qCDebug(lcServiceThread) << *limit << "files may be open";
    m_thread.setObjectName(u"service"_s);
    m_anchor.moveToThread(&m_thread);
    m_thread.start();
}

ServiceThread::~ServiceThread()
{
    // Nothing to do if it was asked to before; but a start that is still under way has begun things
    // that come back to the service.
    if (const auto stopped = stop().result(); !stopped)
        qCWarning(lcServiceThread).noquote() << stopped.error().message;
    callOn(&m_anchor, [this] { m_service.reset(); }).waitForFinished();
    m_thread.quit();
    m_thread.wait();
}

QFuture<Result<>> ServiceThread::start(std::unique_ptr<SettingsStore> settings)
{
    settings->moveToThread(&m_thread);
    m_settings = std::move(settings);
    return callTaskOn(&m_anchor, [this] { return startHere(); });
}

QFuture<Result<>> ServiceThread::reload(SettingSources sources)
{
    return callOn(&m_anchor, [this, sources = std::move(sources)]() -> Result<> {
        if (!m_service)
            return {};
        return m_service->reload(sources);
    });
}

QFuture<Result<>> ServiceThread::change(QMap<Key, std::optional<QString>> changes)
{
    return callOn(&m_anchor, [this, changes = std::move(changes)]() -> Result<> {
        if (!m_service || !m_isRunning)
            return failure(notHere());
        return m_service->change(changes);
    });
}

QFuture<Result<>> ServiceThread::stop()
{
    m_isRunning = false;
    return callTaskOn(&m_anchor, [this] { return stopHere(); });
}

QFuture<void> ServiceThread::signOfLife()
{
    return callOn(&m_anchor, [] {});
}

QFuture<Result<>> ServiceThread::untilIdle(std::chrono::milliseconds after)
{
    return callTaskOn(&m_anchor, [this, after] { return untilIdleHere(after); });
}

QCoro::Task<Result<>> ServiceThread::untilIdleHere(std::chrono::milliseconds after)
{
    if (!m_service || !m_isRunning)
        co_return failure(notHere());
    co_return co_await m_service->untilIdle(after);
}

QCoro::Task<Result<>> ServiceThread::stopHere()
{
    while (m_isStarting)
        co_await QCoro::sleepFor(startLook);
    m_isRunning = false;
    if (!m_service)
        co_return Result<>{};
    co_return co_await m_service->stop();
}

QCoro::Task<Result<>> ServiceThread::startHere()
{
    m_isStarting = true;
    auto started = co_await createAndStart();
    m_isStarting = false;
    m_isRunning = started.has_value();
    co_return started;
}

QCoro::Task<Result<>> ServiceThread::createAndStart()
{
    const auto environment = serviceEnvironmentOf(m_settings->current(), &m_logs);
    auto service = Service::create(std::move(m_settings), environment);
    if (!service)
        co_return failure(service.error());
    m_service = std::move(*service);
    auto started = co_await m_service->start();
    if (!started) {
        if (const auto stopped = co_await m_service->stop(); !stopped)
            qCWarning(lcServiceThread).noquote() << stopped.error().message;
    }
    co_return started;
}

} // namespace r2cache
