// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/toolrun.h"

#include "core/base/compat.h"

#include <QDeadlineTimer>
#include <QProcess>

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int lookMs = 50;
constexpr int endMs = 5'000;
constexpr rlim_t memoryLimit = rlim_t{2} << 30;

/// In the child, between vfork and exec: system calls alone.
void confine()
{
    const auto limit = [](__rlimit_resource_t resource, rlim_t value) {
        const rlimit both{value, value};
        std::ignore = ::setrlimit(resource, &both);
    };
    std::ignore = ::setpgid(0, 0); // so that what it starts can be killed with it
    std::ignore = ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::ignore = ::setpriority(PRIO_PROCESS, 0, 19);
    limit(RLIMIT_AS, memoryLimit);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
}

void killGroup(QProcess &process)
{
    const auto group = static_cast<pid_t>(process.processId());
    if (group > 0)
        std::ignore = ::kill(-group, SIGKILL);
    process.waitForFinished(endMs);
}

/// Why it must not go on, if so.
Result<> checkLimits(
    const ToolRun &run, qint64 written, const QDeadlineTimer &deadline,
    const std::atomic<bool> &stop)
{
    if (stop)
        return failure(ErrorCode::ShuttingDown, u"r2cache is stopping."_s);
    if (written > run.outputLimit) {
        return failure(
            ErrorCode::TooLarge,
            u"%1 wrote more than %2 bytes."_s.arg(run.program).arg(run.outputLimit));
    }
    if (deadline.hasExpired()) {
        return failure(
            ErrorCode::Timeout,
            u"%1 took longer than %2 ms."_s.arg(run.program).arg(run.timeLimit.count()));
    }
    return {};
}

} // namespace

Result<QByteArray> runTool(const ToolRun &run, const std::atomic<bool> &stop)
{
    QProcess process;
    process.setProgram(run.program);
    process.setArguments(run.arguments);
    // An empty environment would mean ours.
    QProcessEnvironment environment;
    environment.insert(u"LC_ALL"_s, u"C"_s);
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(u"/"_s);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    setChildModifierOf(process, confine);
    const QDeadlineTimer deadline(run.timeLimit);
    process.start(QIODevice::ReadOnly);
    if (!process.waitForStarted(endMs)) {
        const QString reason = process.errorString();
        return failure(
            ErrorCode::Unavailable, u"%1 could not be started."_s.arg(run.program), reason);
    }

    QByteArray output;
    do {
        // Not ready also means: it has closed its output and goes on without.
        if (!process.waitForReadyRead(lookMs))
            process.waitForFinished(lookMs);
        output += process.readAllStandardOutput();
        if (auto within = checkLimits(run, output.size(), deadline, stop); !within) {
            killGroup(process);
            return failure(within.error());
        }
    } while (process.state() != QProcess::NotRunning);

    if (process.exitStatus() != QProcess::NormalExit)
        return failure(ErrorCode::Io, u"%1 crashed."_s.arg(run.program));
    if (process.exitCode() != 0) {
        return failure(
            ErrorCode::Io, u"%1 exited with %2."_s.arg(run.program).arg(process.exitCode()));
    }
    return output;
}

QStringList localFileOnly()
{
    return {
        u"-protocol_whitelist"_s, u"file"_s, u"-format_whitelist"_s,
        u"mov,matroska,webm,avi,flv,asf"_s};
}

} // namespace r2cache
