// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/entrypages.h"

#include "core/cache/indexsearch.h"
#include "core/cache/indextags.h"

#include <algorithm>
#include <limits>

// How a page is found: one table is walked in the order of an index (`entries`, or `entry_tags` for
// a tag; both have the columns to sort by), each row of the walk is asked for the other filters.
// Few matches of a search are fetched and sorted instead. The indexes begin with is_fresh, so that
// each walk is the merge of two (UNION ALL … ORDER BY, which SQLite and PostgreSQL both do lazily).
namespace r2cache::entrypages {

using namespace Qt::StringLiterals;

namespace {

QString sortColumn(EntrySort sort)
{
    switch (sort) {
    case EntrySort::LastAccessedAt:
        break;
    case EntrySort::CreatedAt:
        return u"created_at"_s;
    case EntrySort::SizeBytes:
        return u"size_bytes"_s;
    case EntrySort::AccessCount:
        return u"access_count"_s;
    }
    return u"last_accessed_at"_s;
}

SqlPart &operator+=(SqlPart &part, const SqlPart &more)
{
    part.text += more.text;
    part.values += more.values;
    return part;
}

/// How many @p rows are, counted up to @p limit.
Result<qint64>
countOf(SqlConnection &connection, const SqlPart &rows, qint64 limit = maxCounted + 1)
{
    Statement count(connection, u"SELECT COUNT(*) FROM ("_s + rows.text + u" LIMIT ?) counted"_s);
    for (const auto &value : rows.values)
        count.bind(value);
    if (auto ran = count.bind(limit).run(); !ran)
        return failure(ran.error());
    return count.next() ? count.value(0).toLongLong() : 0;
}

/// The walks for one query.
class Plan
{
public:
    explicit Plan(const EntryQuery &query)
        : m_query(query)
    { }

    [[nodiscard]] Result<> choose(SqlConnection &connection);
    [[nodiscard]] bool isEmpty() const { return m_isEmpty; }
    [[nodiscard]] bool isUnfiltered() const
    {
        return m_query.text.isEmpty() && m_query.tags.isEmpty() && !m_query.expired;
    }
    /// All that match, in no order.
    [[nodiscard]] SqlPart matching() const
    {
        return m_search && !m_isTagRare ? found(false) : joined(false);
    }
    /// The page's numbers and sort values: one row more than its limit.
    [[nodiscard]] SqlPart page() const;

private:
    [[nodiscard]] SqlPart joined(bool ordered) const;
    [[nodiscard]] SqlPart walk(bool ordered, bool fresh, bool corrections) const;
    [[nodiscard]] SqlPart found(bool ordered) const;
    [[nodiscard]] SqlPart misjudged(bool fresh) const;
    [[nodiscard]] SqlPart due(const QString &table) const;
    void addIsThere(SqlPart &condition) const;
    void addTags(SqlPart &condition, bool walked) const;
    void addPosition(SqlPart &condition, const QString &value) const;

    const EntryQuery &m_query;
    QList<qint64> m_tags; ///< The first one is walked.
    std::optional<SqlPart> m_search; ///< Numbers that the text may be in.
    bool m_isFoundRare = false; ///< They are few enough to be sorted.
    bool m_isTagRare = false; ///< The walked tag's rows are few, and fewer than m_search's.
    bool m_isNoted = true; ///< is_fresh is right everywhere, as it nearly always is.
    bool m_areManyMisjudged = false; ///< After a long pause, or when the setting has changed.
    bool m_isSwept = true; ///< There are no rows that are gone and not swept yet.
    bool m_isEmpty = false;
};

Result<> Plan::choose(SqlConnection &connection)
{
    QList<std::pair<qint64, qint64>> tags; // count, tag
    for (const auto &name : m_query.tags) {
        const auto tag = indextags::find(connection, name);
        if (!tag)
            return failure(tag.error());
        m_isEmpty = m_isEmpty || !*tag;
        if (m_isEmpty)
            return {};
        tags.emplace_back(0, **tag);
    }
    if (m_query.expired) {
        SqlPart wrong = misjudged(true);
        wrong.text += u" UNION ALL "_s;
        wrong += misjudged(false);
        const auto some = countOf(connection, wrong);
        if (!some)
            return failure(some.error());
        m_isNoted = *some == 0;
        m_areManyMisjudged = *some > maxCounted;
    }
    if (!m_query.text.isEmpty())
        m_search = indexsearch::candidates(m_query.text);
    if (tags.size() > 1 || (m_search && !tags.isEmpty())) {
        for (auto &[count, tag] : tags) {
            const auto counted
                = countOf(connection, {u"SELECT 1 FROM entry_tags WHERE tag = ?"_s, {tag}});
            if (!counted)
                return failure(counted.error());
            count = *counted;
        }
        std::sort(tags.begin(), tags.end());
    }
    const auto gone = countOf(connection, {u"SELECT 1 FROM removed_entries"_s, {}}, 1);
    if (!gone)
        return failure(gone.error());
    m_isSwept = *gone == 0;
    for (const auto &[count, tag] : std::as_const(tags))
        m_tags.append(tag);
    if (!m_search)
        return {};
    const auto found = countOf(connection, *m_search);
    if (!found)
        return failure(found.error());
    const qint64 ofTag = tags.isEmpty() ? maxCounted + 1 : tags.constFirst().first;
    m_isFoundRare = *found <= maxCounted && *found <= ofTag;
    m_isTagRare = !m_isFoundRare && ofTag <= maxCounted;
    return {};
}

/// Rows that is_fresh is wrong about by now, of those for which it is @p fresh.
SqlPart Plan::misjudged(bool fresh) const
{
    const QString range = fresh ? u"<= ?"_s : u"> ?"_s;
    const QString select
        = u"SELECT number FROM entries WHERE is_fresh = %1 AND has_own_ttl = "_s.arg(fresh ? 1 : 0);
    const qint64 now = m_query.now.toMSecsSinceEpoch();
    return {
        select + u"1 AND due_base "_s + range + u" UNION ALL "_s + select + u"0 AND due_base "_s
            + range,
        {now, now - m_query.defaultTtlMs}};
}

/// The exact condition, whatever is_fresh says.
SqlPart Plan::due(const QString &table) const
{
    const QString comparison = *m_query.expired ? u"<="_s : u">"_s;
    const qint64 now = m_query.now.toMSecsSinceEpoch();
    return {
        u" AND %1.due_base %2 CASE WHEN %1.has_own_ttl = 1 THEN ? ELSE ? END"_s.arg(
            table, comparison),
        {now, now - m_query.defaultTtlMs}};
}

/// Is none of those that are gone and not swept yet: what the view live_entries does, where it
/// matters what it costs.
void Plan::addIsThere(SqlPart &condition) const
{
    if (!m_isSwept)
        condition.text += u" AND k.number NOT IN (SELECT number FROM removed_entries)"_s;
}

/// Has all tags; the first one is given where it is @p walked.
void Plan::addTags(SqlPart &condition, bool walked) const
{
    for (qsizetype i = walked ? 1 : 0; i < m_tags.size(); ++i) {
        condition += {
            u" AND EXISTS (SELECT 1 FROM entry_tags t WHERE t.number = k.number AND t.tag = ?)"_s,
            {m_tags[i]}};
    }
}

void Plan::addPosition(SqlPart &condition, const QString &value) const
{
    if (!m_query.after)
        return;
    condition
        += {QString(
                u" AND ("_s + value + u", k.number) "_s + (m_query.descending ? u"<"_s : u">"_s)
                + u" (?, ?)"_s),
            {m_query.after->value, m_query.after->number}};
}

/// The walk over the rows whose is_fresh is @p fresh; with @p corrections, over those of them for
/// which that is wrong by now.
SqlPart Plan::walk(bool ordered, bool fresh, bool corrections) const
{
    const QString column = u"k."_s + sortColumn(m_query.sortBy);
    // A unary plus keeps SQLite from walking an index for the few rows that are to be corrected.
    const QString value = corrections ? QString(u'+' + column) : column;
    const QString flag = corrections ? u"+k.is_fresh"_s : u"k.is_fresh"_s;
    SqlPart part{u"SELECT k.number AS number, "_s + value + u" AS value FROM "_s, {}};
    if (m_tags.isEmpty())
        part += {u"entries k WHERE "_s + flag + u" = ?"_s, {fresh ? 1 : 0}};
    else
        part
            += {u"entry_tags k WHERE k.tag = ? AND "_s + flag + u" = ?"_s,
                {m_tags.first(), fresh ? 1 : 0}};
    addIsThere(part);
    if (ordered)
        addPosition(part, value);
    if (m_areManyMisjudged) {
        // Then few rows of the walk are passed over, and a set of all the misjudged would be long.
        if (m_tags.isEmpty()) {
            part += due(u"k"_s);
        } else {
            part.text += u" AND EXISTS (SELECT 1 FROM entries e WHERE e.number = k.number"_s;
            part += due(u"e"_s);
            part.text += u')';
        }
    } else if (m_query.expired && !m_isNoted) {
        part.text += corrections ? u" AND k.number IN ("_s : u" AND k.number NOT IN ("_s;
        part += misjudged(fresh);
        part.text += u')';
    }
    addTags(part, true);
    if (!m_query.text.isEmpty()) {
        const auto condition
            = indexsearch::condition(m_tags.isEmpty() ? u"k"_s : u"e"_s, m_query.text);
        if (m_tags.isEmpty()) {
            part += {u" AND "_s + condition.text, condition.values};
        } else {
            part
                += {u" AND EXISTS (SELECT 1 FROM entries e WHERE e.number = k.number AND "_s
                        + condition.text + u')',
                    condition.values};
        }
    }
    return part;
}

/// What the search has found, row by row.
SqlPart Plan::found(bool ordered) const
{
    const QString value = u"+k."_s + sortColumn(m_query.sortBy);
    SqlPart part{u"SELECT k.number AS number, "_s + value + u" AS value FROM ("_s, {}};
    part += *m_search;
    part.text += u") s CROSS JOIN entries k WHERE k.number = s.number AND "_s;
    part += indexsearch::condition(u"k"_s, m_query.text);
    addIsThere(part);
    if (ordered)
        addPosition(part, value);
    if (m_query.expired)
        part += due(u"k"_s);
    addTags(part, false);
    return part;
}

SqlPart Plan::joined(bool ordered) const
{
    if (m_isFoundRare)
        return found(ordered);
    // Of a status: those that were of it when somebody last looked, and those that are by now.
    const bool firstFresh = !m_query.expired || !*m_query.expired;
    SqlPart part = walk(ordered, firstFresh, false);
    if (m_query.expired && m_isNoted)
        return part;
    part.text += u" UNION ALL "_s;
    part += walk(ordered, !firstFresh, m_query.expired.has_value() && !m_areManyMisjudged);
    return part;
}

SqlPart Plan::page() const
{
    const QString direction = m_query.descending ? u" DESC"_s : u" ASC"_s;
    SqlPart part = joined(true);
    part
        += {u" ORDER BY value"_s + direction + u", number"_s + direction + u" LIMIT ? OFFSET ?"_s,
            {m_query.limit + 1, m_query.skip}};
    return part;
}

Result<>
readRows(SqlConnection &connection, const EntryQuery &query, const SqlPart &rows, EntryPage &page)
{
    const QString direction = query.descending ? u" DESC"_s : u" ASC"_s;
    // CROSS JOIN: SQLite then reads the page first and its rows by number.
    Statement select(
        connection,
        u"SELECT "_s + indexentries::rowColumns() + u", p.value, p.number FROM ("_s + rows.text
            + u") p CROSS JOIN entries WHERE entries.number = p.number ORDER BY p.value"_s
            + direction + u", p.number"_s + direction);
    for (const auto &value : rows.values)
        select.bind(value);
    if (auto ran = select.run(); !ran)
        return ran;
    const auto valueColumn = static_cast<int>(indexentries::rowColumns().count(u',')) + 1;
    EntryPosition last;
    while (select.next()) {
        if (page.entries.size() == query.limit) {
            page.next = last;
            break;
        }
        page.entries.append(indexentries::readRow(select));
        last = {select.value(valueColumn).toLongLong(), select.value(valueColumn + 1).toLongLong()};
    }
    return {};
}

Result<qint64>
firstNumber(SqlConnection &connection, const QString &sql, const QVariantList &values)
{
    Statement statement(connection, sql);
    for (const auto &value : values)
        statement.bind(value);
    if (auto ran = statement.run(); !ran)
        return failure(ran.error());
    return statement.next() ? statement.value(0).toLongLong() : std::numeric_limits<qint64>::max();
}

/// Until when the same rows are of a status: the next moment at which one expires.
Result<CountMemo::Validity> validityOf(SqlConnection &connection, const EntryQuery &query)
{
    CountMemo::Validity validity{query.now.toMSecsSinceEpoch(), std::numeric_limits<qint64>::max()};
    if (!query.expired)
        return validity;
    for (const int isFresh : {0, 1}) {
        for (const int hasOwnTtl : {0, 1}) {
            const qint64 ttl = hasOwnTtl == 1 ? 0 : query.defaultTtlMs;
            const auto due = firstNumber(
                connection,
                u"SELECT due_base FROM entries WHERE is_fresh = ? AND has_own_ttl = ? "
                "AND due_base > ? ORDER BY due_base LIMIT 1"_s,
                {isFresh, hasOwnTtl, validity.fromMs - ttl});
            if (!due)
                return failure(due.error());
            if (*due < std::numeric_limits<qint64>::max())
                validity.untilMs = std::min(validity.untilMs, *due + ttl);
        }
    }
    return validity;
}

/// How many @p plan finds, counted a little beyond maxCounted.
Result<qint64>
matching(SqlConnection &connection, CountMemo &memo, const Plan &plan, const EntryQuery &query)
{
    const auto version = firstNumber(connection, u"PRAGMA data_version"_s, {});
    if (!version)
        return failure(version.error());
    memo.setDataVersion(*version);
    if (const auto noted = memo.find(query))
        return *noted;
    const auto counted = countOf(connection, plan.matching());
    if (!counted)
        return failure(counted.error());
    const auto validity = validityOf(connection, query);
    if (!validity)
        return failure(validity.error());
    memo.note(query, *counted, *validity);
    return *counted;
}

Result<EntryPage> pageOfNow(SqlConnection &connection, CountMemo &memo, const EntryQuery &query)
{
    EntryPage page;
    Plan plan(query);
    if (auto chosen = plan.choose(connection); !chosen)
        return failure(chosen.error());
    if (plan.isEmpty())
        return page;
    if (plan.isUnfiltered()) {
        const auto totals = indexentries::totals(connection);
        if (!totals)
            return failure(totals.error());
        page.total = totals->entries;
    } else {
        const auto counted = matching(connection, memo, plan, query);
        if (!counted)
            return failure(counted.error());
        page.total = std::min(*counted, maxCounted);
        page.totalIsExact = *counted <= maxCounted;
    }
    if (page.totalIsExact && query.skip >= page.total)
        return page; // to walk to the end to find nothing there takes longest of all
    if (auto read = readRows(connection, query, plan.page(), page); !read)
        return failure(read.error());
    return page;
}

} // namespace

Result<EntryPage> page(SqlConnection &connection, CountMemo &memo, const EntryQuery &query)
{
    // What the plan was chosen by holds until the page is read, whatever is written meanwhile.
    if (auto begun = Statement(connection, u"BEGIN"_s).run(); !begun)
        return failure(begun.error());
    auto page = pageOfNow(connection, memo, query);
    if (auto ended = Statement(connection, u"COMMIT"_s).run(); !ended)
        return failure(ended.error());
    return page;
}

} // namespace r2cache::entrypages
