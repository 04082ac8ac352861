// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/entrynames.h"
#include "app/verbs/humantext.h"
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"

#include "core/protocol/jsontext.h"

#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int largestPage = 1'000;

QString fieldOf(const QString &sort)
{
    if (sort == u"created")
        return u"createdAt"_s;
    if (sort == u"size")
        return u"fileSizeBytes"_s;
    return sort == u"reads" ? u"accessCount"_s : u"lastAccessedAt"_s;
}

EntriesQuery queryOf(const VerbArguments &arguments)
{
    EntriesQuery query;
    query.status = arguments.value("status");
    query.tags = arguments.values("tag");
    query.text = arguments.value("search");
    query.sortBy = fieldOf(arguments.value("sort"));
    query.descending = !arguments.has("reverse");
    return query;
}

QString marksOf(const EntryInfo &entry)
{
    QStringList marks;
    if (entry.pinned)
        marks.append(u"pinned"_s);
    if (entry.leased)
        marks.append(u"leased"_s);
    return marks.join(u',');
}

/// Widths do not depend on the page, so that pages line up.
std::vector<TextColumn> columns()
{
    return {{u"ID"_s, false, false, 12},        {u"STATUS"_s, false, false, 11},
            {u"SIZE"_s, true, false, 9},        {u"READS"_s, true, false, 6},
            {u"LAST READ"_s, false, false, 16}, {u"HELD"_s, false, false, 6},
            {u"URL"_s, false, true, 0}};
}

QString linesOf(const QList<EntryInfo> &entries, int width, bool withHeads)
{
    QList<QStringList> rows;
    for (const auto &entry : entries) {
        rows.append(
            {shortId(entry.id), entry.status, sizeText(entry.fileSizeBytes),
             countedText(entry.accessCount), whenText(entry.lastAccessedAt), marksOf(entry),
             entry.originalUrl});
    }
    return textTable(columns(), rows, width, withHeads);
}

} // namespace

int runLs(VerbContext &context)
{
    const auto &arguments = context.arguments();
    if (arguments.has("all") && arguments.has("limit"))
        return context.misuse(u"--all and --limit cannot be used together."_s);
    const auto limit = arguments.number("limit", 50, 1, std::numeric_limits<qint64>::max());
    if (!limit)
        return context.misuse(limit.error().message);
    auto left = arguments.has("all") ? std::numeric_limits<qint64>::max() : *limit;
    auto &console = context.console();
    auto query = queryOf(arguments);
    EntryList page;
    qint64 shown = 0;
    QByteArray json; // text: a million entries as values would need some GB
    do {
        query.limit = static_cast<int>(std::min<qint64>(left, largestPage));
        const auto answer
            = context.ask([&query](ServiceClient &client) { return client.entries(query); });
        if (!answer)
            return context.fail(answer.error());
        page = *answer;
        if (console.isJson()) {
            for (const auto &entry : std::as_const(page.entries))
                json += (json.isEmpty() ? "" : ",\n") + toJsonText(QJsonValue(toJson(entry)));
        } else if (!page.entries.isEmpty()) {
            console.write(linesOf(page.entries, console.width(), shown == 0).toUtf8());
        }
        shown += page.entries.size();
        left -= page.entries.size();
        query.after = page.next;
    } while (!page.next.isEmpty() && left > 0 && console.outcome());
    if (console.isJson()) {
        console.write(
            JsonObjectText()
                .addRaw("entries", QByteArray('[' + json + ']'))
                .add("total", page.total)
                .add("totalIsExact", page.totalIsExact)
                .add("hasMore", !page.next.isEmpty())
                .take()
            + '\n');
    } else if (shown == 0) {
        console.say(u"There is none."_s);
    } else if (!page.next.isEmpty()) {
        console.say(u"%1 of %2%3: --all shows all."_s.arg(
            countedText(shown), countedText(page.total), page.totalIsExact ? QString() : u"+"_s));
    }
    return context.ended(exitOk);
}

} // namespace r2cache
