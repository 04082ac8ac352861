// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/servicelauncher.h"

#include <QCoroFuture>
#include <QCoroTimer>
#include <QDeadlineTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto lookInterval = 100ms;
constexpr auto graceAfterEnd = 2s; // another's, which took the directory first, may be on its way
constexpr qint64 mostWords = 4'000; // of what it has to say

/// The last line that is not of the log: what it could not do.
QString lastWords(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(file.size() - mostWords, 0));
    QString words;
    for (const auto lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
         const auto &line : lines) {
        if (line.startsWith(u"r2cache: "))
            words = line.mid(9);
    }
    return words;
}

/// @return the process, detached from us and from the terminal.
Result<qint64> startDetached(const QStringList &command, const QString &errorPath)
{
    QProcess process;
    process.setProgram(command.constFirst());
    process.setArguments(command.mid(1));
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(errorPath);
    qint64 pid = 0;
    if (process.startDetached(&pid))
        return pid;
    const QString reason = process.errorString();
    return failure(
        ErrorCode::ServiceUnreachable,
        u"No r2cache runs, and %1 could not be started: %2"_s.arg(command.constFirst(), reason));
}

} // namespace

QCoro::Task<bool> ServiceLauncher::answers(ServiceClient &client)
{
    const auto address = addressOf(m_options.file);
    if (!address)
        co_return false;
    client.setAddress(*address);
    const auto status = co_await client.status();
    co_return status.has_value();
}

QCoro::Task<Result<>> ServiceLauncher::find(ServiceClient &client)
{
    m_hasStarted = false;
    if (co_await answers(client))
        co_return Result<>{};
    if (m_options.command.isEmpty()) {
        co_return failure(
            ErrorCode::ServiceUnreachable,
            u"No r2cache runs for this cache directory: start it with r2cache --no-gui."_s);
    }
    const QTemporaryDir folder;
    const auto errorPath = folder.filePath(u"stderr"_s);
    const auto started = startDetached(m_options.command, errorPath);
    if (!started)
        co_return failure(started.error());
    m_hasStarted = true;
    const QDeadlineTimer end(m_options.patience);
    QDeadlineTimer grace(QDeadlineTimer::Forever);
    while (!end.hasExpired() && !grace.hasExpired()) {
        if (co_await answers(client))
            co_return Result<>{};
        if (grace.isForever() && ::kill(static_cast<pid_t>(*started), 0) != 0)
            grace = QDeadlineTimer(graceAfterEnd);
        co_await QCoro::sleepFor(lookInterval);
    }
    const auto said = lastWords(errorPath);
    co_return failure(
        ErrorCode::ServiceUnreachable,
        said.isEmpty() ? u"The r2cache that was started does not answer."_s
                       : u"No r2cache could be started: "_s + said);
}

} // namespace r2cache
