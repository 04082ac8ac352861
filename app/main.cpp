// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop.h"
#include "app/headless.h"
#include "app/verbs/verbhelp.h"
#include "app/verbs/verbs.h"
#include "app/wiring.h"
#include "core/base/logging.h"
#include "core/base/logring.h"
#include "core/render/supervisor.h"
#include "core/settings/systemsources.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

int complain(const QString &text)
{
    std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(text));
    return exitUsage;
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
    if (const auto idle = takeOption(arguments, u"--exit-when-idle"_s); !idle || !idle->isEmpty())
        return complain(u"--exit-when-idle needs --no-gui: the dashboard ends when it is closed"_s);
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

/// The options that were taken, once more.
QStringList argumentsOf(const SettingArguments &taken)
{
    QStringList arguments;
    for (auto value = taken.values.begin(); value != taken.values.end(); ++value)
        arguments += {u"--set"_s, QString(rowOf(value.key()).nameText() + u'=' + value.value())};
    if (taken.envFile)
        arguments += {u"--env-file"_s, *taken.envFile};
    return arguments;
}

int runVerbCall(
    int &argc, char **argv, const VerbCall &call, const SettingArguments &taken,
    SettingsStore &store)
{
    const QCoreApplication application(argc, argv);
    return runVerb(
        call,
        {&store,
         [settings = store.current()](const QUrl &url) { return downloadProxyFor(settings, url); },
         argumentsOf(taken)});
}

int run(
    int &argc, char **argv, const SettingArguments &taken, std::unique_ptr<SettingsStore> store,
    const LogRing &logs)
{
    if (const auto call = verbCallIn(taken.rest))
        return runVerbCall(argc, argv, *call, taken, *store);
    auto arguments = taken.rest;
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

void print(const QString &text)
{
    std::fputs(text.toUtf8().constData(), stdout);
}

int printHelp(const VerbCall *call)
{
    const auto width = Console().width();
    print(call != nullptr ? verbHelp(*call->row, width) : overviewHelp(width));
    return exitOk;
}

int complainOfVerb(const QStringList &arguments, const QString &name)
{
    return complainOfUsage(
        arguments, {},
        {ErrorCode::InvalidArgument,
         u"there is no verb \"%1\"%2; r2cache --help lists them."_s.arg(name, verbLike(name)),
         {}});
}

/// "help" and "help VERB", as many expect it.
int answerHelp(const QStringList &arguments, const VerbCall &call)
{
    const auto named = verbCallIn(call.arguments);
    if (named && named->row == nullptr)
        return complainOfVerb(arguments, named->name);
    return printHelp(named ? &*named : nullptr);
}

/// What needs no settings: help, version, and saying that there is no such verb. @return the exit
/// code; nothing if there is more to do.
std::optional<int> answerAtOnce(const QStringList &arguments)
{
    const auto ours = arguments.mid(0, arguments.indexOf(u"--"_s)); // the rest is another program's
    const auto taken = takeSettingArguments(arguments);
    const auto call = verbCallIn(taken ? taken->rest : arguments);
    if (call && call->row == nullptr)
        return call->name == u"help" ? answerHelp(arguments, *call)
                                     : complainOfVerb(arguments, call->name);
    if (ours.contains(u"--help"_s) || ours.contains(u"-h"_s))
        return printHelp(call ? &*call : nullptr);
    if (!call && ours.contains(u"--version"_s)) {
        std::puts("r2cache " R2CACHE_VERSION);
        return exitOk;
    }
    if (!taken)
        return complainOfUsage(arguments, {}, taken.error());
    return std::nullopt;
}

/// Verbs that are there to look at settings do so whatever these are.
Result<std::unique_ptr<SettingsStore>>
storeFor(const std::optional<VerbCall> &call, SettingSources sources)
{
    const auto savedPath = savedSettingsPath(sources.environment, sources.homeDirectory);
    if (call && looksAtSettings(call->row->verb))
        return SettingsStore::createToLook(std::move(sources), savedPath);
    return SettingsStore::create(std::move(sources), savedPath);
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc > 3 && std::strcmp(argv[1], superviseOption) == 0)
        return superviseCommand(std::atoi(argv[2]), argv + 3);
    // The application object comes later: the window's is of another kind.
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    if (const auto exitCode = answerAtOnce(arguments))
        return *exitCode;
    const auto taken = takeSettingArguments(arguments);
    const auto call = verbCallIn(taken->rest);
    if (call && !needsSettings(call->row->verb)) {
        const QCoreApplication application(argc, argv);
        return runVerb(*call, {});
    }
    auto sources = systemSettingSources(*taken);
    if (!sources)
        return complainOfUsage(arguments, {}, sources.error());
    auto store = storeFor(call, std::move(*sources));
    if (!store)
        return complainOfUsage(arguments, {}, store.error());
    LogRing logs;
    const LogTap tap(logs);
    setUpLogging((*store)->current().text(Key::Debug));
    for (const auto &warning : (*store)->warnings())
        qWarning("%s", qUtf8Printable(warning));
    return run(argc, argv, *taken, std::move(*store), logs);
}
