// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"
#include "app/verbs/configverb.h"
#include "app/wiring.h"
#include "core/base/logging.h"
#include "core/base/logring.h"
#include "core/settings/systemsources.h"

#include <QCoreApplication>

#include <cstdio>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

constexpr int usageError = 2;

constexpr auto usage
    = "Usage: r2cache --no-gui [options]   run the cache, the range proxy and the REST API\n"
      "       r2cache config [--json]      print every setting and where its value comes from\n"
      "\n"
      "Options:\n"
      "  --set NAME=VALUE   set any setting, e.g. --set CACHE_MAX_SIZE_GB=50\n"
      "  --NAME VALUE       the same by its long name, e.g. --max-size-gb 50, --proxy-port 3002\n"
      "  --env-file FILE    read settings from FILE instead of .env in the working directory\n"
      "  --help, --version\n"
      "\n"
      "\"r2cache config\" lists all settings. They come, strongest first, from options, the\n"
      "environment, .env, saved settings and defaults.\n";

int complain(const QString &text)
{
    std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(text));
    return usageError;
}

int runVerb(
    const SettingArguments &taken, std::unique_ptr<SettingsStore> store, const LogRing &logs)
{
    auto arguments = taken.rest;
    const auto &settings = store->current();
    if (arguments.value(0) == u"config")
        return runConfigVerb(arguments.mid(1), settings);
    if (arguments.removeAll(u"--no-gui"_s) == 0) {
        return complain(
            arguments.isEmpty()
                ? u"the dashboard is not part of this version yet: start it with --no-gui"_s
                : u"unknown argument \"%1\"; see r2cache --help"_s.arg(arguments.constFirst()));
    }
    if (!arguments.isEmpty())
        return complain(
            u"unknown argument \"%1\"; see r2cache --help"_s.arg(arguments.constFirst()));
    for (const auto &sentence : settingsWithoutEffect(settings))
        qWarning("%s", qUtf8Printable(sentence));
    return runHeadless(
        std::move(store), [taken] { return systemSettingSources(taken); }, logs);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"r2cache"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(R2CACHE_VERSION));

    const auto arguments = QCoreApplication::arguments().mid(1);
    if (arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s)) {
        std::fputs(usage, stdout);
        return 0;
    }
    if (arguments.contains(u"--version"_s)) {
        std::puts("r2cache " R2CACHE_VERSION);
        return 0;
    }
    const auto taken = takeSettingArguments(arguments);
    if (!taken)
        return complain(taken.error().message);
    auto sources = systemSettingSources(*taken);
    if (!sources)
        return complain(sources.error().message);
    const auto savedPath = savedSettingsPath(sources->environment, sources->homeDirectory);
    auto store = SettingsStore::create(std::move(*sources), savedPath);
    if (!store)
        return complain(store.error().message);
    LogRing logs;
    const LogTap tap(logs);
    setUpLogging((*store)->current().text(Key::Debug));
    for (const auto &warning : (*store)->warnings())
        qWarning("%s", qUtf8Printable(warning));
    return runVerb(*taken, std::move(*store), logs);
}
