// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/configurls.h"
#include "app/verbs/humantext.h"
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"
#include "core/protocol/jsontext.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Of a request's 16 MiB: a list of URLs that does not fit is no config that anybody renders.
constexpr qsizetype maxListBytes = 15LL * 1024 * 1024;

/// Where the config has each object, and how often; by the place in the list that was asked about.
struct Places
{
    QHash<QString, QString> paths; ///< "[3]" → "clips[1].url"
    QHash<QString, int> occurrences; ///< The same → 2
};

Places placesIn(const ConfigScan &scan)
{
    Places places;
    QHash<QString, QString> placeOfId;
    for (const auto &occurrence : scan.occurrences()) {
        const auto &id = scan.objectOf(occurrence).id;
        if (!placeOfId.contains(id)) {
            placeOfId.insert(id, u"[%1]"_s.arg(occurrence.url));
            places.paths.insert(placeOfId.value(id), scan.configPath(occurrence));
        }
        ++places.occurrences[placeOfId.value(id)];
    }
    return places;
}

QJsonObject inTermsOf(const ConfigScan &scan, QJsonObject answer)
{
    const auto places = placesIn(scan);
    QJsonArray urls;
    for (const auto asked = answer.value(u"urls").toArray(); const auto &value : asked) {
        auto url = value.toObject();
        const auto place = url.value(u"configPath").toString();
        url.insert(u"configPath"_s, places.paths.value(place, place));
        url.insert(u"occurrences"_s, places.occurrences.value(place, 1));
        urls.append(url);
    }
    answer.insert(u"urls"_s, urls);
    // The service was asked about our URLs alone.
    auto analysis = answer.value(u"analysis").toObject();
    analysis.insert(u"unknownHosts"_s, countsToJson(scan.strangers()));
    answer.insert(u"analysis"_s, analysis);
    return answer;
}

QString countsText(const QJsonObject &counts, const QStringList &words)
{
    QStringList parts;
    for (const auto &word : words) {
        if (const auto count = counts.value(word).toInteger(); count > 0)
            parts.append(u"%1 %2"_s.arg(countedText(count), word));
    }
    return parts.join(u", "_s);
}

QString textOf(const QJsonObject &answer, int width)
{
    const auto analysis = answer.value(u"analysis").toObject();
    QString text = factLines({
        {u"Videos"_s, countedText(analysis.value(u"totalUrls").toInteger())},
        {u"Cached"_s, countedText(analysis.value(u"cached").toInteger())},
        {u"Missing"_s, countedText(analysis.value(u"missing").toInteger())},
        {u"Size"_s, u"about "_s + sizeText(analysis.value(u"estimatedTotalSize").toInteger())},
        {u"By size"_s,
         countsText(
             analysis.value(u"bySize").toObject(),
             {u"small"_s, u"medium"_s, u"large"_s, u"unknown"_s})},
        {u"By quality"_s,
         countsText(
             analysis.value(u"byQuality").toObject(),
             {u"low"_s, u"medium"_s, u"high"_s, u"uhd"_s, u"unknown"_s})},
        {u"Problematic"_s, countedText(analysis.value(u"potentialProblematic").toInteger())},
    });
    QList<QStringList> rows;
    QStringList notes;
    for (const auto urls = answer.value(u"urls").toArray(); const auto &value : urls) {
        const auto url = value.toObject();
        const auto size = url.value(u"sizeBytes");
        rows.append(
            {url.value(u"cached").toBool() ? u"yes"_s : u"no"_s,
             size.isDouble() ? sizeText(size.toInteger()) : url.value(u"estimatedSize").toString(),
             url.value(u"priority").toString(), url.value(u"configPath").toString(),
             url.value(u"url").toString()});
        for (const auto &name : {u"problem"_s, u"leftOut"_s}) {
            const auto note = url.value(name).toString();
            if (!note.isEmpty() && (name == u"leftOut" || url.value(u"leftOut").isNull()))
                notes.append(u"%1: %2"_s.arg(url.value(u"configPath").toString(), note));
        }
    }
    if (rows.isEmpty())
        return text;
    text += u'\n'
        + textTable(
                {{u"CACHED"_s},
                 {u"SIZE"_s, true},
                 {u"PRIORITY"_s},
                 {u"WHERE"_s, false, true},
                 {u"URL"_s, false, true}},
                rows, width);
    for (const auto &note : notes)
        text += u'\n' + harmless(note);
    return notes.isEmpty() ? text : QString(text + u'\n');
}

} // namespace

int runAnalyze(VerbContext &context)
{
    const auto &arguments = context.arguments();
    const auto options = processingOptions(arguments);
    if (!options)
        return context.misuse(options.error().message);
    const auto name = arguments.positional().constFirst();
    const auto text = readInput(name);
    if (!text)
        return context.fail(text.error());
    const auto config = scanConfig(context, name, *text);
    if (!config)
        return context.fail(config.error());
    const auto lists = urlLists(*config, maxListBytes);
    if (lists.size() > 1) {
        return context.fail(
            {ErrorCode::PayloadTooLarge,
             u"It names more URLs than can be analysed at once; prepare has no such limit."_s,
             {}});
    }
    const auto answer = context.ask([&](ServiceClient &client) {
        return client.analyzeConfig(lists.value(0, "[]"), *options, arguments.has("probe"));
    });
    if (!answer)
        return context.fail(answer.error());
    const auto document = inTermsOf(*config, *answer);
    for (const auto lines = strangersText(config->strangers()); const auto &line : lines)
        context.console().say(line);
    return context.print(document, textOf(document, context.console().width()));
}

} // namespace r2cache
