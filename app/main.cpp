// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop.h"
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
    = "Usage: r2cache [options]            the dashboard; runs the cache, the range proxy and the\n"
      "                                    REST API unless they run already\n"
      "       r2cache --no-gui [options]   the cache and its servers without a window\n"
      "       r2cache config [--json]      print every setting and where its value comes from\n"
      "\n"
      "Options:\n"
      "  --set NAME=VALUE   set any setting, e.g. --set CACHE_MAX_SIZE_GB=50\n"
      "  --NAME VALUE       the same by its long name, e.g. --max-size-gb 50, --proxy-port 3002\n"
      "  --env-file FILE    read settings from FILE instead of .env in the working directory\n"
      "  --connect URL      the dashboard of a service elsewhere, through a tunnel, by its REST "
      "API\n"
      "                     (CACHE_API_TOKEN is its token)\n"
      "  --theme THEME      of the dashboard: system, light or dark\n"
      "  --exit-when-idle SECONDS\n"
      "                     with --no-gui: ends when nobody has needed it for so long\n"
      "  --help, --version\n"
      "\n"
      "\"r2cache config\" lists all settings. They come, strongest first, from options, the\n"
      "environment, .env, saved settings and defaults.\n";

int complain(const QString &text)
{
    std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(text));
    return usageError;
}

int complainOf(const QString &argument)
{
    return complain(u"unknown argument \"%1\"; see r2cache --help"_s.arg(argument));
}

/// The value of `@p name VALUE` or `@p name=VALUE`, which it takes out of @p arguments; empty where
/// it is not there. @return InvalidArgument where its value is missing.
Result<QString> takeOption(QStringList &arguments, const QString &name)
{
    for (int i = 0; i < arguments.size(); ++i) {
        if (arguments[i].startsWith(name + u'='))
            return arguments.takeAt(i).mid(name.size() + 1);
        if (arguments[i] != name)
            continue;
        arguments.removeAt(i);
        if (i >= arguments.size())
            return failure(ErrorCode::InvalidArgument, name + u" needs a value"_s);
        return arguments.takeAt(i);
    }
    return QString();
}

int runWindow(
    int &argc, char **argv, const SettingArguments &taken, std::unique_ptr<SettingsStore> store,
    const LogRing &logs)
{
    auto arguments = taken.rest;
    DesktopStart start;
    for (const auto &[name, value] :
         {std::pair(u"--connect"_s, &start.connectTo), std::pair(u"--theme"_s, &start.theme)}) {
        auto option = takeOption(arguments, name);
        if (!option)
            return complain(option.error().message);
        *value = std::move(*option);
    }
    if (!arguments.isEmpty())
        return complainOf(arguments.constFirst());
    if (!start.theme.isEmpty() && start.theme != u"light" && start.theme != u"dark"
        && start.theme != u"system")
        return complain(u"--theme is system, light or dark, not \"%1\""_s.arg(start.theme));
    start.settings = std::move(store);
    start.readAgain = [taken] {
        return systemSettingSources(taken);
    };
    return runDesktop(argc, argv, std::move(start), logs);
}

int run(
    int &argc, char **argv, const SettingArguments &taken, std::unique_ptr<SettingsStore> store,
    const LogRing &logs)
{
    auto arguments = taken.rest;
    if (arguments.value(0) == u"config")
        return runConfigVerb(arguments.mid(1), store->current());
    for (const auto &sentence : settingsWithoutEffect(store->current()))
        qWarning("%s", qUtf8Printable(sentence));
    if (arguments.removeAll(u"--no-gui"_s) == 0)
        return runWindow(argc, argv, taken, std::move(store), logs);
    const auto seconds = takeOption(arguments, u"--exit-when-idle"_s);
    if (!seconds)
        return complain(seconds.error().message);
    bool isNumber = true;
    const std::chrono::seconds exitAfter{seconds->isEmpty() ? 0 : seconds->toInt(&isNumber)};
    if (!isNumber || exitAfter.count() < (seconds->isEmpty() ? 0 : 1))
        return complain(u"--exit-when-idle takes a number of seconds, not \"%1\""_s.arg(*seconds));
    if (!arguments.isEmpty())
        return complainOf(arguments.constFirst());
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"r2cache"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(R2CACHE_VERSION));
    return runHeadless(
        std::move(store), [taken] { return systemSettingSources(taken); }, logs, exitAfter);
}

} // namespace

int main(int argc, char *argv[])
{
    // The application object comes later: the window's is of another kind.
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
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
    return run(argc, argv, *taken, std::move(*store), logs);
}
