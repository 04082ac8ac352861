// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/configurls.h"
#include "app/verbs/humantext.h"
#include "app/verbs/progress.h"
#include "app/verbs/verbs.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// The arguments, with the lines of standard input in the place of "-".
Result<QStringList> urlsIn(const QStringList &arguments)
{
    QStringList urls;
    for (const auto &argument : arguments) {
        if (argument != u"-") {
            urls.append(argument);
            continue;
        }
        const auto input = readInput(argument);
        if (!input)
            return failure(input.error());
        for (const auto lines = QString::fromUtf8(*input).split(u'\n'); const auto &line : lines) {
            if (const auto url = line.trimmed(); !url.isEmpty())
                urls.append(url);
        }
    }
    return urls;
}

/// What a terminal or a build's log may show: a signature is a key to the object.
QString shownUrl(const QJsonObject &result)
{
    return redactedText(result.value(u"url").toString());
}

QString textOf(const QJsonObject &answer)
{
    QString text;
    for (const auto results = answer.value(u"results").toArray(); const auto &value : results) {
        const auto result = value.toObject();
        const auto entry = result.value(u"cacheEntry").toObject();
        const auto url = harmless(shownUrl(result));
        if (result.value(u"success").toBool()) {
            text += u"%1  %2  %3\n"_s.arg(
                entry.value(u"localUrl").toString(),
                sizeText(entry.value(u"fileSizeBytes").toInteger()), url);
        }
    }
    return text;
}

/// What did not come, on standard error. @return whether everything did.
bool sayFailures(Console &console, const QJsonObject &answer)
{
    bool isWhole = true;
    for (const auto results = answer.value(u"results").toArray(); const auto &value : results) {
        const auto result = value.toObject();
        if (result.value(u"success").toBool() || result.value(u"pending").toBool())
            continue;
        isWhole = false;
        const auto url = shownUrl(result);
        const auto error = result.value(u"error").toString();
        console.complain(u"add"_s, error.contains(url) ? error : u"%1: %2"_s.arg(url, error));
    }
    return isWhole;
}

Result<> pinAll(VerbContext &context, const QJsonObject &answer)
{
    QStringList ids;
    for (const auto results = answer.value(u"results").toArray(); const auto &value : results) {
        const auto entry = value.toObject().value(u"cacheEntry").toObject();
        if (!entry.isEmpty())
            ids.append(entry.value(u"id").toString());
    }
    if (ids.isEmpty())
        return {};
    const auto pinned = context.wait(context.client().batch(u"pin"_s, ids));
    if (!pinned)
        return failure(pinned.error());
    if (!pinned->failed.isEmpty())
        return failure(ErrorCode::NotFound, pinned->failed.constFirst().error);
    return {};
}

} // namespace

int runAdd(VerbContext &context)
{
    const auto &arguments = context.arguments();
    if (arguments.has("pin") && arguments.has("no-wait"))
        return context.misuse(u"--pin has to wait for the videos: leave out --no-wait."_s);
    const auto urls = urlsIn(arguments.positional());
    if (!urls)
        return context.fail(urls.error());
    if (urls->isEmpty())
        return context.misuse(u"there is no URL on standard input."_s);
    QJsonObject options{{u"tags"_s, QJsonArray::fromStringList(arguments.values("tag"))}};
    if (arguments.has("priority"))
        options.insert(u"priority"_s, arguments.value("priority"));
    if (const auto connected = context.connect(); !connected)
        return context.fail(connected.error());
    context.watchSignals();
    auto answer = context.waitThroughSignal(context.client().preCache(*urls, options));
    if (!answer)
        return context.fail(answer.error());
    const auto jobId = answer->value(u"jobId").toString();
    if (!arguments.has("no-wait")) {
        const auto job = followJob(context, jobId);
        if (!job && context.isInterrupted()) {
            context.goOnAfterSignal();
            const auto cancelled = context.wait(context.client().cancelJob(jobId));
            if (!cancelled && cancelled.error().code != ErrorCode::Conflict)
                context.console().complain(u"add"_s, cancelled.error().message);
        }
        if (!job)
            return context.fail(job.error());
        answer = job->job.value(u"result").toObject();
        if (job->job.value(u"status") != QJsonValue(u"done"_s) || answer->isEmpty()) {
            return context.fail(
                {ErrorCode::Cancelled, u"Somebody else has cancelled it: add them again."_s, {}});
        }
        if (arguments.has("pin")) {
            if (const auto pinned = pinAll(context, *answer); !pinned)
                return context.fail(pinned.error());
        }
    }
    const bool isWhole = sayFailures(context.console(), *answer);
    if (arguments.has("no-wait"))
        context.console().say(u"The downloads go on: r2cache ls --status downloading."_s);
    return context.print(*answer, textOf(*answer), isWhole ? exitOk : exitFailed);
}

} // namespace r2cache
