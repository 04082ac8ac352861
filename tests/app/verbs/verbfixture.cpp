// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/verbs/verbfixture.h"

#include <QFile>
#include <QJsonDocument>

#include <fcntl.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

QJsonObject VerbOutcome::json() const
{
    return QJsonDocument::fromJson(out).object();
}

VerbFixture::VerbFixture(const Variables &variables)
    : service(origin, variables)
{ }

void VerbFixture::write(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write a test file");
}

QByteArray VerbFixture::read(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QProcessEnvironment VerbFixture::environment(const Variables &variables) const
{
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, path(u"home"_s));
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"TZ"_s, u"UTC"_s);
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"XDG_RUNTIME_DIR"_s, service.environment().endpointDirectory);
    environment.insert(u"CACHE_DIRECTORY"_s, service.cacheDirectory());
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
        environment.insert(variable.key(), variable.value());
    return environment;
}

std::unique_ptr<QProcess>
VerbFixture::prepared(const QStringList &arguments, const Variables &variables) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment(variables));
    process->setWorkingDirectory(path(u"."_s));
    process->setProgram(QStringLiteral(R2CACHE_BIN));
    process->setArguments(arguments);
    return process;
}

std::unique_ptr<QProcess>
VerbFixture::start(const QStringList &arguments, const Variables &variables) const
{
    auto process = prepared(arguments, variables);
    process->start();
    return process;
}

std::unique_ptr<QProcess> VerbFixture::startInto(int output, const QStringList &arguments) const
{
    auto process = prepared(arguments, {});
    process->setChildProcessModifier([output] { ::dup2(output, STDOUT_FILENO); });
    process->start();
    return process;
}

std::unique_ptr<QProcess>
VerbFixture::startOnTerminal(const QStringList &arguments, const QByteArray &terminal) const
{
    auto process = prepared(arguments, {{u"TERM"_s, u"xterm"_s}});
    process->setChildProcessModifier([terminal] {
        const int descriptor = ::open(terminal.constData(), O_RDWR | O_NOCTTY);
        ::dup2(descriptor, STDERR_FILENO);
        ::dup2(descriptor, STDIN_FILENO);
    });
    process->start();
    return process;
}

VerbOutcome VerbFixture::end(QProcess &process)
{
    const bool isOver = process.state() == QProcess::NotRunning || process.waitForFinished(60'000);
    if (!isOver) {
        process.kill();
        process.waitForFinished();
    }
    const bool isNormal = isOver && process.exitStatus() == QProcess::NormalExit;
    return {
        isNormal ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError()};
}

VerbOutcome VerbFixture::run(
    const QStringList &arguments, const QByteArray &input, const Variables &variables) const
{
    const auto process = start(arguments, variables);
    process->write(input);
    process->closeWriteChannel();
    return end(*process);
}

} // namespace r2cache
