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

Result<> remove(SqlConnection &connection, qint64 number, const QString &url, const QString &id)
{
    Statement statement(connection, u"INSERT INTO search_leftovers (number, text) VALUES (?, ?)"_s);
    return statement.bind(number).bind(searched(url, id)).run();
}

Result<int> sweep(SqlConnection &connection, int limit)
{
    QList<std::pair<qint64, QString>> rows;
    {
        Statement select(
            connection, u"SELECT number, text FROM search_leftovers ORDER BY number LIMIT ?"_s);
        if (auto ran = select.bind(limit).run(); !ran)
            return failure(ran.error());
        while (select.next())
            rows.emplace_back(select.value(0).toLongLong(), select.value(1).toString());
    }
    for (const auto &[number, text] : std::as_const(rows)) {
        // A table without content is told what it held.
        Statement forget(
            connection,
            u"INSERT INTO entry_search (entry_search, rowid, text) VALUES ('delete', ?, ?)"_s);
        if (auto ran = forget.bind(number).bind(text).run(); !ran)
            return failure(ran.error());
        Statement done(connection, u"DELETE FROM search_leftovers WHERE number = ?"_s);
        if (auto ran = done.bind(number).run(); !ran)
            return failure(ran.error());
    }
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
    return SqlPart{
        u"SELECT rowid AS number FROM entry_search WHERE entry_search MATCH ?"_s,
        {grams.join(u' ')}};
}

SqlPart condition(const QString &table, const QString &text)
{
    const QString like
        = u"%1.canonical_url LIKE ? ESCAPE '\\' OR %1.id LIKE ? ESCAPE '\\'"_s.arg(table);
    return {u'(' + like + u')', {containing(text), containing(text)}};
}

} // namespace r2cache::indexsearch
