// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "app/verbs/completions.h"
#include "app/verbs/manualpage.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool takesNext(const QString &argument)
{
    for (const auto options : {programOptions(), commonOptions()}) {
        for (const auto &option : options) {
            if (option.takesValue() && argument == QString(u"--"_s + QLatin1String(option.name)))
                return true;
        }
    }
    return false;
}

int printText(VerbContext &context, const QString &name, const QString &text)
{
    return context.print({{name, text}}, text);
}

int run(VerbContext &context, Verb verb)
{
    switch (verb) {
    case Verb::Prepare:
        return runPrepare(context);
    case Verb::Render:
        return runRender(context);
    case Verb::Add:
        return runAdd(context);
    case Verb::Ls:
        return runLs(context);
    case Verb::Show:
        return runShow(context);
    case Verb::Rm:
        return runRm(context);
    case Verb::Pin:
    case Verb::Unpin:
        return runPin(context, verb == Verb::Pin);
    case Verb::Verify:
        return runVerify(context);
    case Verb::Analyze:
        return runAnalyze(context);
    case Verb::Validate:
        return runValidate(context);
    case Verb::Clear:
        return runClear(context);
    case Verb::Optimize:
        return runOptimize(context);
    case Verb::Stats:
        return runStats(context);
    case Verb::Status:
        return runStatus(context);
    case Verb::Health:
        return runHealth(context);
    case Verb::Renders:
        return runRenders(context);
    case Verb::Config:
        return runConfig(context);
    case Verb::Token:
        return runToken(context);
    case Verb::Doctor:
        return runDoctor(context);
    case Verb::Completion:
        return printText(
            context, u"script"_s, completionScript(context.arguments().positional().constFirst()));
    case Verb::Manual:
        return printText(context, u"page"_s, manualPage());
    }
    Q_UNREACHABLE();
}

} // namespace

std::optional<VerbCall> verbCallIn(const QStringList &arguments)
{
    for (qsizetype i = 0; i < arguments.size() && arguments[i] != u"--"; ++i) {
        if (arguments[i].startsWith(u'-')) {
            i += takesNext(arguments[i]) ? 1 : 0;
            continue;
        }
        VerbCall call{verbNamed(arguments[i]), arguments[i], arguments};
        call.arguments.removeAt(i);
        return call;
    }
    return std::nullopt;
}

bool needsSettings(Verb verb)
{
    return verb != Verb::Completion && verb != Verb::Manual;
}

bool looksAtSettings(Verb verb)
{
    return verb == Verb::Config || verb == Verb::Doctor;
}

int runVerb(const VerbCall &call, VerbEnvironment environment)
{
    auto arguments = VerbArguments::parse(*call.row, call.arguments);
    if (!arguments)
        return complainOfUsage(call.arguments, call.name, arguments.error());
    Console console;
    VerbContext context(*call.row, std::move(*arguments), std::move(environment), console);
    return run(context, call.row->verb);
}

int complainOfUsage(const QStringList &arguments, const QString &verb, const Error &error)
{
    Console console;
    console.complain(verb, error.message);
    const auto end = arguments.indexOf(u"--"_s);
    console.setJson(arguments.mid(0, end).contains(u"--json"_s));
    if (console.isJson())
        console.print(errorDocument(error), {});
    return exitUsage;
}

} // namespace r2cache
