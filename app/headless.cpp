// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include "app/openfilelimit.h"
#include "app/service.h"
#include "core/base/calltask.h"

#include <QDir>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcHeadless, "cache.headless", QtInfoMsg)

/// SIGTERM, SIGINT and SIGHUP as readable events. Made before any thread: the mask is inherited.
class SignalSource
{
public:
    SignalSource()
    {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGHUP);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        m_descriptor = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    }
    ~SignalSource() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(SignalSource)

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] int take() const
    {
        signalfd_siginfo info{};
        return ::read(m_descriptor, &info, sizeof info) == sizeof info
            ? static_cast<int>(info.ssi_signo)
            : 0;
    }

private:
    int m_descriptor = -1;
};

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

void complain(const Error &error)
{
    std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(error.message));
    if (!error.detail.isEmpty())
        qCInfo(lcHeadless).noquote() << error.detail;
}

Service::Environment environmentOf(const Settings &settings, const LogRing &logs)
{
    return {
        statePathsOf(
            settings.text(Key::Directory), qEnvironmentVariable("XDG_STATE_HOME"),
            QDir::homePath()),
        endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR")), &logs};
}

/// The service and the thread it lives on.
class ServiceThread
{
public:
    explicit ServiceThread(const LogRing &logs)
        : m_logs(logs)
    {
        m_thread.setObjectName(u"service"_s);
        m_anchor.moveToThread(&m_thread);
        m_thread.start();
    }
    ~ServiceThread()
    {
        callOn(&m_anchor, [this] { m_service.reset(); }).waitForFinished();
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(ServiceThread)

    QFuture<Result<>> start(std::unique_ptr<SettingsStore> settings)
    {
        settings->moveToThread(&m_thread);
        m_settings = std::move(settings);
        return callTaskOn(&m_anchor, [this] { return startHere(); });
    }
    QFuture<Result<>> reload(SettingSources sources)
    {
        return callOn(&m_anchor, [this, sources = std::move(sources)]() -> Result<> {
            if (!m_service)
                return {};
            return m_service->reload(sources);
        });
    }
    QFuture<Result<>> stop()
    {
        return callTaskOn(&m_anchor, [this] { return stopHere(); });
    }

private:
    QCoro::Task<Result<>> stopHere()
    {
        if (!m_service)
            co_return Result<>{};
        co_return co_await m_service->stop();
    }

    QCoro::Task<Result<>> startHere()
    {
        const auto environment = environmentOf(m_settings->current(), m_logs);
        auto service = Service::create(std::move(m_settings), environment);
        if (!service)
            co_return failure(service.error());
        m_service = std::move(*service);
        auto started = co_await m_service->start();
        if (!started) {
            if (const auto stopped = co_await m_service->stop(); !stopped)
                qCWarning(lcHeadless).noquote() << stopped.error().message;
        }
        co_return started;
    }

    const LogRing &m_logs;
    QThread m_thread;
    QObject m_anchor;
    std::unique_ptr<SettingsStore> m_settings; // until the service has it
    std::unique_ptr<Service> m_service; // touched on m_thread only
};

} // namespace

int runHeadless(
    std::unique_ptr<SettingsStore> settings, std::function<Result<SettingSources>()> readAgain,
    const LogRing &logs)
{
    giveFreeMemoryBackSoon();
    // Before the servers and the store work out from it how much they may keep open.
    if (const auto limit = raiseOpenFileLimit(); !limit)
        qCWarning(lcHeadless).noquote() << limit.error().message;
    else
        qCDebug(lcHeadless) << *limit << "files may be open";
    const SignalSource signals;
    ServiceThread service(logs);
    bool running = false;
    bool stopping = false;

    const auto exitWith = [](const Result<> &result) {
        if (!result)
            complain(result.error());
        // Queued: a start that fails at once ends before exec() runs, and exit() would be lost on
        // it.
        const int code = result ? 0 : 1;
        QMetaObject::invokeMethod(
            qApp, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    };
    const auto stop = [&service, exitWith] {
        service.stop().then(qApp, exitWith);
    };
    const auto reload = [&service, readAgain = std::move(readAgain)] {
        auto sources = readAgain();
        if (!sources) {
            complain(sources.error());
            return;
        }
        service.reload(std::move(*sources)).then(qApp, [](const Result<> &reloaded) {
            if (!reloaded)
                complain(reloaded.error());
        });
    };
    QSocketNotifier notifier(signals.descriptor(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, qApp, [&] {
        const int signal = signals.take();
        if (signal == 0)
            return;
        if (signal == SIGHUP) {
            reload();
            return;
        }
        if (stopping) {
            qCWarning(lcHeadless) << "A second signal: ending without draining";
            ::_exit(128 + signal);
        }
        stopping = true;
        qCInfo(lcHeadless) << "Stopping: what is being sent is finished first";
        // A start under way is not cut in two: what it has begun could not be ended.
        if (running)
            stop();
    });
    service.start(std::move(settings)).then(qApp, [&](const Result<> &started) {
        running = started.has_value();
        if (!started)
            exitWith(started);
        else if (stopping)
            stop();
    });
    return QCoreApplication::exec();
}

} // namespace r2cache
