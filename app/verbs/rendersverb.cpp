// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/humantext.h"
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"

#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestPage = 100;

QString outcomeOf(const QJsonObject &report)
{
    return report.value(u"success").toBool() ? u"ok"_s : u"failed"_s;
}

QString listText(const QJsonArray &renders, int width)
{
    QList<QStringList> rows;
    for (const auto &value : renders) {
        const auto report = value.toObject();
        rows.append(
            {report.value(u"id").toString(), whenText(timeFromJson(report.value(u"createdAt"))),
             outcomeOf(report), lengthText(report.value(u"renderTimeMs").toInteger()),
             countedText(report.value(u"cachedUrls").toInteger()),
             countedText(report.value(u"fallbacks").toInteger()),
             report.value(u"composition").toString()});
    }
    return textTable(
        {{u"ID"_s},
         {u"WHEN"_s},
         {u"RESULT"_s},
         {u"TIME"_s, true},
         {u"CACHED"_s, true},
         {u"NOT CACHED"_s, true},
         {u"COMPOSITION"_s, false, true}},
        rows, width);
}

QString reportText(const QJsonObject &report)
{
    const auto slowest = report.value(u"slowestAsset").toObject();
    QStringList phases;
    for (const auto all = report.value(u"phases").toArray(); const auto &value : all) {
        const auto phase = value.toObject();
        phases.append(u"%1 %2"_s.arg(
            phase.value(u"name").toString(), lengthText(phase.value(u"timeMs").toInteger())));
    }
    const auto exitCode = report.value(u"exitCode");
    QString text = factLines({
        {u"Id"_s, report.value(u"id").toString()},
        {u"When"_s, whenText(timeFromJson(report.value(u"createdAt")))},
        {u"Composition"_s, report.value(u"composition").toString()},
        {u"Result"_s, outcomeOf(report)},
        {u"Error"_s, report.value(u"error").toString()},
        {u"Exit code"_s, exitCode.isDouble() ? QString::number(exitCode.toInt()) : QString()},
        {u"Rendered in"_s, lengthText(report.value(u"renderTimeMs").toInteger())},
        {u"Prepared in"_s, lengthText(report.value(u"cacheProcessingTimeMs").toInteger())},
        {u"Phases"_s, phases.join(u", "_s)},
        {u"Hits"_s, countedText(report.value(u"hits").toInteger())},
        {u"Misses"_s, countedText(report.value(u"misses").toInteger())},
        {u"From the cache"_s, sizeText(report.value(u"bytesFromCache").toInteger())},
        {u"From origins"_s, sizeText(report.value(u"bytesFromOrigin").toInteger())},
        {u"Slowest video"_s,
         slowest.isEmpty() ? QString()
                           : u"%1 (%2 ms)"_s.arg(
                               slowest.value(u"url").toString(),
                               countedText(slowest.value(u"timeMs").toInteger()))},
        {u"Cached"_s,
         countedText(report.value(u"cachedUrls").toArray().size(), u"video"_s, u"videos"_s)},
    });
    for (const auto all = report.value(u"fallbacks").toArray(); const auto &value : all) {
        const auto fallback = value.toObject();
        text += u"- kept its URL: %1: %2\n"_s.arg(
            harmless(fallback.value(u"url").toString()),
            harmless(fallback.value(u"error").toString()));
    }
    return text;
}

int showReport(VerbContext &context, const QString &id)
{
    const auto report = context.ask([&id](ServiceClient &client) { return client.render(id); });
    if (!report)
        return context.fail(report.error());
    return context.print(*report, reportText(*report));
}

} // namespace

int runRenders(VerbContext &context)
{
    const auto &arguments = context.arguments();
    const auto limit = arguments.number("limit", 20, 1, largestPage);
    if (!limit)
        return context.misuse(limit.error().message);
    if (!arguments.positional().isEmpty())
        return showReport(context, arguments.positional().constFirst());
    const auto answer = context.ask(
        [&](ServiceClient &client) { return client.renders(static_cast<int>(*limit), 0); });
    if (!answer)
        return context.fail(answer.error());
    const auto renders = answer->value(u"renders").toArray();
    if (renders.isEmpty())
        context.console().say(u"There is no report yet."_s);
    return context.print(
        *answer, renders.isEmpty() ? QString() : listText(renders, context.console().width()));
}

} // namespace r2cache
