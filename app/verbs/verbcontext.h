// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/console.h"
#include "app/verbs/exitcodes.h"
#include "app/verbs/verbarguments.h"
#include "core/base/signalsource.h"
#include "core/client/serviceclient.h"
#include "core/settings/settingsstore.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QNetworkProxy>
#include <QSocketNotifier>

#include <chrono>
#include <functional>
#include <memory>

namespace r2cache {

/// What the program hands its verbs.
struct VerbEnvironment
{
    SettingsStore *settings = nullptr;
    /// The proxy that downloads from a URL go through.
    std::function<QNetworkProxy(const QUrl &)> proxyFor;
    QStringList settingArguments; ///< What gives another r2cache the same settings as ours.
};

/// One run of one verb: its arguments, the service, the terminal.
///
/// A verb has one thing to do and nobody else on its thread, so that it waits for answers in an
/// event loop of its own, as straight code; it ends by returning its exit code.
class VerbContext
{
public:
    VerbContext(
        const VerbRow &row, VerbArguments arguments, VerbEnvironment environment, Console &console);
    Q_DISABLE_COPY_MOVE(VerbContext)

    [[nodiscard]] const VerbArguments &arguments() const { return m_arguments; }
    [[nodiscard]] const Settings &settings() const { return m_environment.settings->current(); }
    [[nodiscard]] const VerbEnvironment &environment() const { return m_environment; }
    [[nodiscard]] Console &console() { return m_console; }

    /// Finds the service: --connect, or the one that runs for CACHE_DIRECTORY. Once.
    /// @return ServiceUnreachable saying how to start one; Unauthorized, InvalidArgument, Io.
    [[nodiscard]] Result<> connect();
    /// After connect().
    [[nodiscard]] ServiceClient &client() { return m_client; }

    /// Finds the service and puts the question of @p asking (a function of a ServiceClient &).
    template<typename Asking>
    [[nodiscard]] auto ask(Asking asking)
        -> decltype(asking(std::declval<ServiceClient &>()).result())
    {
        if (const auto connected = connect(); !connected)
            return failure(connected.error());
        return wait(asking(m_client));
    }

    /// Waits for @p answer. @return it, or Cancelled when a signal came first.
    template<typename T>
    [[nodiscard]] Result<T> wait(QFuture<Result<T>> answer)
    {
        if (!answer.isFinished()) {
            QFutureWatcher<Result<T>> watcher;
            QEventLoop loop;
            QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
            watcher.setFuture(answer);
            spin(loop);
        }
        if (answer.isFinished() && answer.resultCount() > 0)
            return answer.result();
        return failure(ErrorCode::Cancelled, QStringLiteral("Interrupted."));
    }

    /// The same for a question that begins something: a signal does not lose its answer, without
    /// which nobody could end what was begun. isInterrupted() tells; a second signal gives up.
    template<typename T>
    [[nodiscard]] Result<T> waitThroughSignal(QFuture<Result<T>> answer)
    {
        auto result = wait(answer);
        if (!isInterrupted())
            return result;
        const int signal = std::exchange(m_signal, 0);
        result = wait(answer);
        m_signal = signal;
        return result;
    }

    /// Waits for so long, or until a signal comes.
    void pause(std::chrono::milliseconds time);

    /// From now on SIGINT, SIGTERM and SIGHUP end waiting instead of the process. To be called
    /// before the first question: its thread would take the signal otherwise.
    void watchSignals();
    [[nodiscard]] bool isInterrupted() const { return m_signal != 0; }
    /// Whether any signal has come, dealt with or not.
    [[nodiscard]] bool wasInterrupted() const { return m_firstSignal != 0; }
    /// Which signal has come; 0: none.
    [[nodiscard]] int signal() const { return m_signal; }
    /// Makes waiting possible again, for what has to be put in order; the next signal ends that.
    void goOnAfterSignal();

    // How a verb ends: each returns the exit code.
    /// The answer.
    [[nodiscard]] int
    print(const QJsonObject &document, const QString &text, int exitCode = exitOk);
    /// It failed. What --connect lacks, and what the service says of values that were given here,
    /// is a wrong command line.
    [[nodiscard]] int fail(const Error &error);
    /// The command line was wrong.
    [[nodiscard]] int misuse(const QString &sentence);
    /// @p exitCode, or that of a signal, or of output that could not be written.
    [[nodiscard]] int ended(int exitCode);

private:
    void spin(QEventLoop &loop);

    const VerbRow &m_row;
    VerbArguments m_arguments;
    VerbEnvironment m_environment;
    Console &m_console;
    ServiceClient m_client;
    bool m_isConnected = false;
    bool m_isMisconnected = false; ///< --connect itself is wrong, or lacks its token.
    std::unique_ptr<SignalSource> m_signals;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QEventLoop *m_loop = nullptr; ///< The one that waits.
    int m_signal = 0; ///< That has come and not been dealt with.
    int m_firstSignal = 0;
};

/// " That is the default directory beside ./.env …": for the end of a sentence that finds no
/// service there; empty where no .env has moved it.
[[nodiscard]] QString adviceOnDirectory(const Settings &settings);

/// {"success": false, "error", "code", "message"}: what --json prints of a failure.
[[nodiscard]] QJsonObject errorDocument(const Error &error);

} // namespace r2cache
