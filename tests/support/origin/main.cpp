// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/origin/testorigin.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    // Nothing to save: ending inside the handler is safe.
    std::signal(SIGTERM, [](int) { ::_exit(0); });
    std::signal(SIGINT, [](int) { ::_exit(0); });

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"A stand-in origin for tests. GET /fault/<faults>/path misbehaves; see "
        u"tests/support/origin/faults.h."_s);
    parser.addHelpOption();
    parser.addOption({u"root"_s, u"Serve the files below this directory."_s, u"directory"_s});
    parser.addOption(
        {u"port"_s, u"Port on 127.0.0.1; default: any free one."_s, u"port"_s, u"0"_s});
    parser.addOption(
        {u"sign-with"_s, u"Answer only what is signed (SigV4) with these keys."_s, u"id:secret"_s});
    parser.process(application);
    bool portIsValid = false;
    const auto port = parser.value(u"port"_s).toUShort(&portIsValid);
    if (!parser.isSet(u"root"_s) || !QDir(parser.value(u"root"_s)).exists() || !portIsValid) {
        std::fputs("Needs --root with an existing directory and a valid --port.\n", stderr);
        return 2;
    }

    r2cache::TestOrigin origin(parser.value(u"root"_s));
    if (const QByteArray keys = parser.value(u"sign-with"_s).toUtf8(); !keys.isEmpty()) {
        const auto colon = keys.indexOf(':');
        origin.requireSignature({keys.left(colon), keys.mid(colon + 1)});
    }
    if (const auto listening = origin.listen(port); !listening) {
        std::fprintf(stderr, "%s\n", qPrintable(listening.error().message));
        return 1;
    }
    std::printf("listening http://127.0.0.1:%d\n", int{origin.port()});
    std::fflush(stdout);
    return QCoreApplication::exec();
}
