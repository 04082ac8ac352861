// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/rendererprocess.h"

#include "core/base/compat.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int startMs = 10'000;
constexpr int endMs = 6'000; // the supervisor's patience and a little

} // namespace

RendererProcess::RendererProcess(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
    m_process.setInputChannelMode(QProcess::ForwardedInputChannel);
    m_process.setWorkingDirectory(m_options.workingDirectory);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &RendererProcess::passOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &RendererProcess::passOutput);
    connect(&m_process, &QProcess::finished, this, &RendererProcess::finish);
}

RendererProcess::~RendererProcess()
{
    disconnect(&m_process, nullptr, this, nullptr);
    if (!isRunning())
        return;
    end();
    m_process.waitForFinished(endMs);
}

Result<> RendererProcess::start()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return failure(systemError(u"make a pipe"_s, errno));
    const OpenFile reading(ends[0]);
    m_lifeline = OpenFile(ends[1]);
    setChildModifierOf(m_process, [descriptor = ends[0]] {
        // Out of the terminal's hands: what is typed there is passed on once, by us.
        ::setsid();
        ::fcntl(descriptor, F_SETFD, 0);
    });
    auto arguments = m_options.supervisor.mid(1);
    arguments += QString::number(ends[0]);
    arguments += m_options.command;
    m_process.start(m_options.supervisor.value(0), arguments, QIODevice::ReadOnly);
    if (!m_process.waitForStarted(startMs)) {
        const QString reason = m_process.errorString();
        return failure(
            ErrorCode::Io,
            u"%1 could not be started: %2"_s.arg(m_options.supervisor.value(0), reason));
    }
    return {};
}

void RendererProcess::sendSignal(int signal)
{
    if (const auto process = m_process.processId(); process > 0)
        ::kill(static_cast<pid_t>(process), signal);
}

void RendererProcess::end()
{
    m_lifeline = OpenFile();
}

void RendererProcess::passOutput()
{
    for (const bool isError : {false, true}) {
        const auto bytes
            = isError ? m_process.readAllStandardError() : m_process.readAllStandardOutput();
        if (!bytes.isEmpty())
            Q_EMIT wrote(bytes, isError);
    }
}

void RendererProcess::finish(int exitCode, QProcess::ExitStatus status)
{
    passOutput();
    m_lifeline = OpenFile();
    // A supervisor that was killed: its command has been told by the kernel (PR_SET_PDEATHSIG).
    Q_EMIT ended(status == QProcess::NormalExit ? exitCode : 128 + exitCode);
}

} // namespace r2cache
