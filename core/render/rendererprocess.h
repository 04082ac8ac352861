// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/base/result.h"

#include <QObject>
#include <QProcess>
#include <QStringList>

namespace r2cache {

/// A render's command as a child process, under a supervisor (supervisor.h) that lets nothing of it
/// outlive this object or this process. It has our standard input and environment; what it writes
/// is told as it comes.
///
/// One thread; one run.
class RendererProcess : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        /// Program and first arguments of the supervisor; number of its lifeline and command are
        /// put behind.
        QStringList supervisor;
        QStringList command;
        QString workingDirectory; ///< Empty: ours.
    };

    explicit RendererProcess(Options options, QObject *parent = nullptr);
    /// Ends what runs, and waits for it: six seconds at most.
    ~RendererProcess() override;

    /// @return Io when not even the supervisor can be started. A command that cannot be ends with
    /// 126 or 127.
    [[nodiscard]] Result<> start();

    /// Passes a signal on to all of the command.
    void sendSignal(int signal);
    /// Asks all of it to end, and makes it after five seconds.
    void end();

    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

Q_SIGNALS:
    void wrote(const QByteArray &bytes, bool isStandardError);
    /// @param exitCode  as superviseCommand() gives it.
    void ended(int exitCode);

private:
    void finish(int exitCode, QProcess::ExitStatus status);
    void passOutput();

    Options m_options;
    OpenFile m_lifeline; ///< The writing end: open for as long as the command may run.
    QProcess m_process;
};

} // namespace r2cache
