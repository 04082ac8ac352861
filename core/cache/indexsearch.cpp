// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/indexsearch.h"

#include <QStringList>

namespace r2cache::indexsearch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype gram = 3;
/// More say little more, and each costs a walk through its list.
constexpr qsizetype maxGrams = 24;

QString searched(const QString &url, const QString &id)
{
    return url + u'\n' + id;
}

/// Text for LIKE … ESCAPE '\' that matches @p part anywhere, its wildcards taken literally.
QString containing(QString part)
{
    part.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + part + u'%';
}

} // namespace

Result<> add(SqlConnection &connection, qint64 number, const QString &url, const QString &id)
{
    Statement statement(connection, u"INSERT INTO entry_search (rowid, text) VALUES (?, ?)"_s);
    return statement.bind(number).bind(searched(url, id)).run();
}

Result<> forget(SqlConnection &connection, qint64 number, const QString &url, const QString &id)
{
    // A table without content is told what it held.
    Statement statement(
        connection,
        u"INSERT INTO entry_search (entry_search, rowid, text) VALUES ('delete', ?, ?)"_s);
    return statement.bind(number).bind(searched(url, id)).run();
}

Result<int> learn(SqlConnection &connection, int limit)
{
    Statement backlog(connection, u"SELECT first, last FROM search_backlog"_s);
    if (auto ran = backlog.run(); !ran)
        return failure(ran.error());
    if (!backlog.next())
        return failure(ErrorCode::Database, u"The index has lost its search backlog."_s);
    const qint64 first = backlog.value(0).toLongLong();
    const qint64 last = backlog.value(1).toLongLong();
    if (first > last)
        return 0;
    struct Row
    {
        qint64 number = 0;
        QString url;
        QString id;
    };
    QList<Row> rows;
    {
        Statement select(
            connection,
            u"SELECT number, canonical_url, id FROM live_entries WHERE number BETWEEN ? AND ? "
            "ORDER BY number LIMIT ?"_s);
        if (auto ran = select.bind(first).bind(last).bind(limit).run(); !ran)
            return failure(ran.error());
        while (select.next()) {
            rows.append(
                {select.value(0).toLongLong(), select.value(1).toString(),
                 select.value(2).toString()});
        }
    }
    for (const auto &row : std::as_const(rows)) {
        if (auto done = add(connection, row.number, row.url, row.id); !done)
            return failure(done.error());
    }
    const bool isLast = rows.size() < limit;
    Statement progress(connection, u"UPDATE search_backlog SET first = ?"_s);
    if (auto ran = progress.bind(isLast ? last + 1 : rows.constLast().number + 1).run(); !ran)
        return failure(ran.error());
    return static_cast<int>(rows.size());
}

std::optional<SqlPart> candidates(const QString &text)
{
    QStringList grams;
    for (qsizetype at = 0; at + gram <= text.size() && grams.size() < maxGrams; ++at) {
        QString word = text.mid(at, gram);
        // Half a surrogate pair or a NUL is no character that the tokenizer has seen alone.
        const bool isPlain = std::all_of(
            word.begin(), word.end(), [](QChar c) { return c.unicode() != 0 && !c.isSurrogate(); });
        if (!isPlain)
            continue;
        word.replace(u'"', u"\"\""_s);
        const QString quoted = u'"' + word + u'"';
        if (!grams.contains(quoted))
            grams.append(quoted);
    }
    if (grams.isEmpty())
        return std::nullopt;
    const SqlPart inBacklog = condition(u"b"_s, text);
    return SqlPart{
        // CROSS JOIN: by the row numbers of the backlog, of which there are nearly always none.
        u"SELECT rowid AS number FROM entry_search WHERE entry_search MATCH ? UNION ALL "
        "SELECT b.number FROM search_backlog CROSS JOIN entries b "
        "WHERE b.number BETWEEN first AND last AND "_s
            + inBacklog.text,
        QVariantList{grams.join(u' ')} + inBacklog.values};
}

SqlPart condition(const QString &table, const QString &text)
{
    const QString like
        = u"%1.canonical_url LIKE ? ESCAPE '\\' OR %1.id LIKE ? ESCAPE '\\'"_s.arg(table);
    return {u'(' + like + u')', {containing(text), containing(text)}};
}

} // namespace r2cache::indexsearch
