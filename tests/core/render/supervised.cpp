// SPDX-License-Identifier: GPL-3.0-or-later
// supervised run LIFELINE COMMAND…   what `r2cache render` starts
// supervised ask COMMAND…            starts that, says what it writes, exits as it does
#include "core/render/rendererprocess.h"
#include "core/render/supervisor.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>

using namespace r2cache;

int main(int argc, char **argv)
{
    const QByteArray verb = argc > 2 ? argv[1] : "";
    if (verb == "run" && argc > 3)
        return superviseCommand(std::atoi(argv[2]), argv + 3);
    if (verb != "ask")
        return 2;
    const QCoreApplication application(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    RendererProcess process(
        {{arguments.constFirst(), QStringLiteral("run")}, arguments.mid(2), {}});
    QObject::connect(
        &process, &RendererProcess::wrote, &application, [](const QByteArray &bytes, bool) {
            std::fputs(bytes.constData(), stdout);
            std::fflush(stdout);
        });
    QObject::connect(&process, &RendererProcess::ended, &application, [](int exitCode) {
        QCoreApplication::exit(exitCode);
    });
    return process.start() ? QCoreApplication::exec() : 125;
}
