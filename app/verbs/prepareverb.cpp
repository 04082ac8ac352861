// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/entrynames.h"
#include "app/verbs/humantext.h"
#include "app/verbs/preparation.h"
#include "app/verbs/verbs.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Why these arguments do not go together; empty if they do.
QString contradictionIn(const VerbArguments &arguments)
{
    const auto output = arguments.value("output");
    if (arguments.positional().isEmpty())
        return u"the config is missing: r2cache prepare CONFIG -o FILE."_s;
    if (arguments.has("wait") && arguments.has("no-wait"))
        return u"--wait and --no-wait cannot be used together."_s;
    if (arguments.has("strict") && arguments.has("no-wait"))
        return u"--strict has to wait: it cannot be used with --no-wait."_s;
    const bool isOutputTaken = output.isEmpty() || output == u"-";
    if (arguments.has("json") && isOutputTaken)
        return u"with --json standard output is the report's: name a file for the config, "
               "-o FILE."_s;
    const auto report = arguments.value("report");
    if (report == u"-" && isOutputTaken)
        return u"with --report - standard output is the report's: name a file for the config, "
               "-o FILE."_s;
    if (report == u"-" && arguments.has("json"))
        return u"--json and --report - both print the report on standard output: leave out one."_s;
    if (isOneFile(report, output) || isOneFile(report, arguments.positional().constFirst()))
        return u"--report and the config cannot be one file."_s;
    return {};
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject reportOf(
    const ConfigPreparation &preparation, const VerbArguments &arguments, bool isWritten,
    qint64 timeMs)
{
    QJsonArray cached;
    QJsonArray failed;
    QJsonArray skipped;
    const auto urls = preparation.urls();
    for (const auto &url : urls) {
        QJsonObject one{{u"url"_s, url.url}, {u"configPath"_s, url.configPath}};
        if (!url.localUrl.isEmpty()) {
            one.insert(u"localUrl"_s, url.localUrl);
            cached.append(one);
        } else if (!url.error.isEmpty()) {
            one.insert(u"error"_s, url.error);
            one.insert(u"code"_s, url.errorCode);
            failed.append(one);
        } else {
            one.insert(u"reason"_s, url.reason);
            skipped.append(one);
        }
    }
    const auto output = arguments.value("output");
    return {
        {u"config"_s, arguments.positional().constFirst()},
        {u"output"_s, isWritten ? orNull(output.isEmpty() ? u"-"_s : output) : QJsonValue()},
        {u"waited"_s, !arguments.has("no-wait")},
        {u"totalUrls"_s, urls.size()},
        {u"replacements"_s, preparation.replacements()},
        {u"cached"_s, cached},
        {u"failed"_s, failed},
        {u"skipped"_s, skipped},
        {u"bytes"_s, preparation.bytes()},
        {u"leaseId"_s, orNull(preparation.leases().value(0))},
        {u"leaseIds"_s, QJsonArray::fromStringList(preparation.leases())},
        {u"jobIds"_s, QJsonArray::fromStringList(preparation.jobs())},
        {u"processingTimeMs"_s, timeMs}};
}

void sayUrls(Console &console, const QList<PreparedUrl> &urls)
{
    constexpr int most = 20;
    int said = 0;
    for (const auto &url : urls) {
        if (!url.localUrl.isEmpty() || ++said > most)
            continue;
        const auto why = url.error.isEmpty() ? url.reason : url.error;
        const auto line = u"  keeps its URL: %1 (%2): %3"_s.arg(url.url, url.configPath, why);
        url.error.isEmpty() ? console.say(line) : console.tell(line);
    }
    if (said > most)
        console.say(u"  and %1 more: --report FILE names them all."_s.arg(said - most));
}

/// Where the config went, unless who asked sees it.
void sayPlace(Console &console, const VerbArguments &arguments)
{
    const auto output = arguments.value("output");
    if (!output.isEmpty() && output != u"-")
        console.say(u"Written to %1."_s.arg(output));
}

void sayOutcome(Console &console, const QJsonObject &report)
{
    const auto total = report.value(u"totalUrls").toInteger();
    const auto cached = report.value(u"cached").toArray().size();
    if (total == 0) {
        console.say(u"There is no video of R2 in it: nothing was changed."_s);
    } else if (report.value(u"waited").toBool()) {
        console.say(u"%1 of %2 %3 in the cache (%4)."_s.arg(
            countedText(cached), countedText(total, u"video"_s, u"videos"_s),
            total == 1 ? u"is"_s : u"are"_s, sizeText(report.value(u"bytes").toInteger())));
    } else {
        console.say(u"%1 of %2 %3 local URLs; the downloads go on."_s.arg(
            countedText(cached), countedText(total, u"video"_s, u"videos"_s),
            total == 1 ? u"has"_s : u"have"_s));
    }
}

/// Also where little is to be said: nobody could end them otherwise.
void tellLeases(Console &console, const QStringList &leases, qint64 leaseMs)
{
    for (const auto &lease : leases) {
        if (console.isQuiet()) {
            console.tell(u"Lease: "_s + lease);
            continue;
        }
        console.say(u"They are held%1; after the render: r2cache prepare --end-lease %2"_s.arg(
            leaseMs > 0 ? u" until nobody has read them for "_s + lengthText(leaseMs) : QString(),
            lease));
    }
}

/// Of the whole id, or of its first digits where they tell the open leases apart.
Result<QString> leaseIdOf(VerbContext &context, const QString &name)
{
    constexpr qsizetype idLength = 32;
    if (name.size() == idLength)
        return name;
    const auto leases = context.ask([](ServiceClient &client) { return client.leases(); });
    if (!leases)
        return failure(leases.error());
    QStringList found;
    for (const auto &lease : *leases) {
        if (!name.isEmpty() && lease.id.startsWith(name))
            found.append(lease.id);
    }
    return theOneOf(
        found, name,
        {ErrorCode::NotFound,
         u"There is no lease \"%1\": r2cache status lists those that are open."_s.arg(name),
         {}});
}

int endLease(VerbContext &context, const QString &name)
{
    if (!context.arguments().positional().isEmpty())
        return context.misuse(u"--end-lease ends a lease and does nothing else."_s);
    const auto found = leaseIdOf(context, name);
    if (!found)
        return context.fail(found.error());
    const auto &id = *found;
    const auto ended = context.ask([&id](ServiceClient &client) { return client.endLease(id); });
    if (!ended)
        return context.fail(ended.error());
    context.console().say(ended->value(u"message").toString());
    return context.print({{u"endedLeaseId"_s, id}}, {});
}

/// Nothing of it is left behind.
int abandon(VerbContext &context, ConfigPreparation &preparation, const Error &error)
{
    for (const auto left = preparation.abandon(); const auto &sentence : left)
        context.console().complain(u"prepare"_s, sentence);
    return context.fail(error);
}

Result<>
writeOut(VerbContext &context, const ConfigPreparation &preparation, const QJsonObject &report)
{
    const auto &arguments = context.arguments();
    if (const auto path = arguments.value("report"); path == u"-") {
        context.console().write(QJsonDocument(report).toJson());
    } else if (!path.isEmpty()) {
        if (const auto written = writeFile(path, QJsonDocument(report).toJson()); !written)
            return failure(written.error());
    }
    if (report.value(u"output").isNull())
        return {};
    const auto output = arguments.value("output");
    if (!output.isEmpty() && output != u"-")
        return writeFile(output, preparation.rewritten(), arguments.positional().constFirst());
    context.console().write(preparation.rewritten());
    return context.console().outcome();
}

} // namespace

int runPrepare(VerbContext &context)
{
    const auto &arguments = context.arguments();
    if (arguments.has("end-lease"))
        return endLease(context, arguments.value("end-lease"));
    if (const auto problem = contradictionIn(arguments); !problem.isEmpty())
        return context.misuse(problem);
    const auto options = processingOptions(arguments);
    if (!options)
        return context.misuse(options.error().message);
    const auto leaseMs = arguments.number("lease-ms", 0, shortestLeaseMs, longestLeaseMs);
    if (!leaseMs)
        return context.misuse(leaseMs.error().message);

    const auto name = arguments.positional().constFirst();
    const auto text = readInput(name); // for as long as it takes: signals still end that
    if (!text)
        return context.fail(text.error());
    context.watchSignals();
    QElapsedTimer time;
    time.start();
    auto config = scanConfig(context, name, *text);
    if (!config)
        return context.fail(config.error());
    ConfigPreparation preparation(context, std::move(*config));
    const bool waits = !arguments.has("no-wait");
    auto course = preparation.start({*options, arguments.values("tag"), *leaseMs, waits});
    if (course && waits)
        course = preparation.follow();
    if (!course)
        return abandon(context, preparation, course.error());

    const auto urls = preparation.urls();
    const bool hasFailed
        = std::ranges::any_of(urls, [](const PreparedUrl &url) { return !url.error.isEmpty(); });
    const bool isRefused = hasFailed && arguments.has("strict");
    const auto left = isRefused ? preparation.abandon() : QStringList();
    const auto report = reportOf(preparation, arguments, !isRefused, time.elapsed());
    if (const auto written = writeOut(context, preparation, report); !written)
        return abandon(context, preparation, written.error());
    auto &console = context.console();
    sayOutcome(console, report);
    for (const auto lines = strangersText(preparation.strangers()); const auto &line : lines)
        console.say(line);
    if (!isRefused)
        sayPlace(console, arguments);
    sayUrls(console, urls);
    if (isRefused) {
        for (const auto &sentence : left)
            console.complain(u"prepare"_s, sentence);
        console.complain(u"prepare"_s, u"not all videos could be cached: nothing was written."_s);
        return console.isJson() ? context.print(report, {}, exitFailed) : context.ended(exitFailed);
    }
    const bool isAnyHeld
        = std::ranges::any_of(urls, [](const PreparedUrl &url) { return !url.localUrl.isEmpty(); });
    if (isAnyHeld)
        tellLeases(console, preparation.leases(), *leaseMs);
    return console.isJson() ? context.print(report, {}) : context.ended(exitOk);
}

} // namespace r2cache
