// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include "app/portchoice.h"
#include "app/servicemanager.h"
#include "app/servicethread.h"
#include "core/base/signalsource.h"
#include "core/client/onanswer.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto stopMargin = 10s; // files are closed and the index is put away after draining

Q_LOGGING_CATEGORY(lcHeadless, "cache.headless", QtInfoMsg)

void complain(const Error &error)
{
    std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(error.message));
    if (!error.detail.isEmpty())
        qCInfo(lcHeadless).noquote() << error.detail;
}

} // namespace

int runHeadless(
    std::unique_ptr<SettingsStore> settings, std::function<Result<SettingSources>()> readAgain,
    const LogRing &logs, std::chrono::seconds exitAfter)
{
    QMap<Key, QString> standIns;
    if (exitAfter.count() > 0) {
        const auto choice = takeFreePorts(*settings, readAgain);
        if (!choice) {
            complain(choice.error());
            return 1;
        }
        standIns = choice->standIns;
        for (const auto &notice : choice->notices)
            qCInfo(lcHeadless).noquote() << notice;
    }
    const QString places = u"Videos at http://localhost:%1, REST at http://localhost:%2"_s
                               .arg(settings->current().integer(Key::ProxyPort))
                               .arg(settings->current().integer(Key::ApiPort));
    const std::chrono::milliseconds limit{settings->current().integer(Key::ShutdownTimeoutMs)};
    const SignalSource signals;
    ServiceThread service(logs);
    ServiceManager manager([&service] { return service.signOfLife(); });
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
    const auto stop = [&service, &manager, exitWith, limit] {
        manager.stopping(limit + stopMargin);
        onAnswer(qApp, service.stop(), exitWith);
    };
    const auto reload = [&, standIns, readAgain = std::move(readAgain)] {
        auto sources = readAgain();
        if (!sources) {
            complain(sources.error());
            return;
        }
        sources->standIns = standIns;
        manager.reloading();
        onAnswer(qApp, service.reload(std::move(*sources)), [&](const Result<> &reloaded) {
            if (!reloaded)
                complain(reloaded.error());
            manager.ready(places);
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
    onAnswer(qApp, service.start(std::move(settings)), [&](const Result<> &started) {
        running = started.has_value();
        if (!started)
            exitWith(started);
        else if (stopping)
            stop();
        else
            manager.ready(places);
        if (!running || stopping || exitAfter.count() == 0)
            return;
        onAnswer(qApp, service.untilIdle(exitAfter), [&](const Result<> &idle) {
            if (!idle || stopping)
                return;
            stopping = true;
            qCInfo(lcHeadless) << "Nobody has needed it for" << exitAfter.count() << "s: stopping";
            stop();
        });
    });
    return QCoreApplication::exec();
}

} // namespace r2cache
