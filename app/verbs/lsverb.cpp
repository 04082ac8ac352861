// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/entrynames.h"
#include "app/verbs/humantext.h"
#include "app/verbs/texttable.h"
#include "app/verbs/verbs.h"

#include "core/protocol/jsontext.h"

#include <QJsonArray>

#include <optional>
#include <utility>

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

/// Prints entries page after page, so that pages line up: what the first one decides stays.
class Listing
{
public:
    Listing(const QString &status, int width)
        : m_isOfFailures(status == u"error")
        , m_width(width)
    { }

    QString linesOf(const QList<EntryInfo> &entries)
    {
        QList<QStringList> rows;
        for (const auto &entry : entries)
            rows.append(m_isOfFailures ? failureCells(entry) : cells(entry));
        const auto columns = m_isOfFailures ? failureColumns() : entryColumns();
        if (!m_hidden)
            m_hidden = superfluousColumns(columns, rows, m_width);
        return textTable(columns, rows, m_width, !std::exchange(m_hasBegun, true), *m_hidden);
    }

private:
    static std::vector<TextColumn> entryColumns()
    {
        return {
            {u"ID"_s, false, false, 12},
            {u"STATUS"_s, false, false, 6, 3},
            {u"SIZE"_s, true, false, 9, 5},
            {u"READS"_s, true, false, 6, 1, true},
            {u"LAST READ"_s, false, false, 16, 2},
            {u"HELD"_s, false, false, 6, 4, true},
            {u"URL"_s, false, true, 0}};
    }
    static QStringList cells(const EntryInfo &entry)
    {
        return {
            shortId(entry.id),
            entry.status,
            sizeText(entry.fileSizeBytes),
            countedText(entry.accessCount),
            whenText(entry.lastAccessedAt),
            marksOf(entry),
            entry.originalUrl};
    }
    /// Of what failed there is nothing else to tell.
    static std::vector<TextColumn> failureColumns()
    {
        return {
            {u"ID"_s, false, false, 12},
            {u"FAILED"_s, false, false, 16, 1},
            {u"URL"_s, false, true, 0},
            {u"WHY"_s, false, true, 0}};
    }
    static QStringList failureCells(const EntryInfo &entry)
    {
        // The reason may name the URL, which stands beside it.
        auto why = entry.errorMessage;
        why.replace(entry.originalUrl, u"it"_s);
        return {shortId(entry.id), whenText(entry.createdAt), entry.originalUrl, why};
    }

    bool m_isOfFailures;
    int m_width;
    bool m_hasBegun = false;
    std::optional<QStringList> m_hidden;
};

QString nothingFound(const VerbArguments &arguments)
{
    const bool isFiltered
        = arguments.has("status") || arguments.has("tag") || arguments.has("search");
    return isFiltered ? u"No video matches."_s
                      : u"There is no video in the cache: r2cache add URL"_s;
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
    Listing listing(query.status, console.width());
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
            console.write(listing.linesOf(page.entries).toUtf8());
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
        console.say(nothingFound(arguments));
    } else if (!page.next.isEmpty()) {
        console.say(u"%1 of %2%3: --all shows all."_s.arg(
            countedText(shown), countedText(page.total), page.totalIsExact ? QString() : u"+"_s));
    }
    return context.ended(exitOk);
}

} // namespace r2cache
