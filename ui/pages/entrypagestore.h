// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/serviceclient.h"

#include <QHash>

#include <map>
#include <optional>

namespace r2cache {

/// The part of a long list that is in memory: pages around what is seen, by row. Decides which
/// page to ask for next, and how. Pure: no questions are asked here.
class EntryPageStore
{
public:
    static constexpr int pageSize = 100;
    static constexpr int maxPages = 40; ///< More than a screen of any size shows.
    static constexpr int maxRows = 20'000'000; ///< What a scroll bar of pixels can tell apart.

    /// How to ask for a page.
    struct Question
    {
        int page = 0;
        QString after; ///< EntriesQuery::after; empty: from the first.
        qint64 skip = 0;
        int age = 0; ///< How often outdate() was called before.
    };

    [[nodiscard]] int rowCount() const { return m_rows; }
    /// How many the service says there are; false: more than that.
    [[nodiscard]] qint64 total() const { return m_isEndSeen ? m_rows : m_total; }
    [[nodiscard]] bool totalIsExact() const { return m_totalIsExact || m_isEndSeen; }
    /// nullptr: not in memory.
    [[nodiscard]] const EntryInfo *at(int row) const;
    /// The same, to be changed.
    [[nodiscard]] EntryInfo *at(int row);
    [[nodiscard]] qsizetype pagesInMemory() const { return m_pages.size(); }

    /// Which rows are seen: their pages are asked for first, and kept.
    void setSeen(int first, int last);
    [[nodiscard]] int firstSeen() const { return m_firstSeen; }
    [[nodiscard]] int lastSeen() const { return m_lastSeen; }

    /// What to ask for next; nothing if all that is seen is here and new, and the pages before and
    /// after are here. Call began() when it has been asked for.
    [[nodiscard]] std::optional<Question> next() const;
    /// How to ask for the rows from @p row on.
    [[nodiscard]] Question questionFor(int row) const;
    void began(const Question &question) { m_underWay.insert(question.page, question.age); }
    /// It failed.
    void gaveUp(const Question &question);

    /// How many rows the list will have after put().
    [[nodiscard]] int rowCountAfter(int page, const EntryList &list) const;
    /// Lets the list end elsewhere; what is in memory stays as it is.
    void setRowCount(int rows) { m_rows = rows; }
    void put(const Question &question, const EntryList &list);

    /// Everything may have changed: what is seen is asked for anew, and shown as it was till then.
    void outdate();

private:
    struct Page
    {
        QList<EntryInfo> entries;
        int age = 0; ///< Of the question.
    };

    [[nodiscard]] bool isWanted(int page, bool evenIfOld) const;
    void dropFarPages();

    QHash<int, Page> m_pages;
    QHash<int, int> m_underWay; ///< Pages asked for, and their newest question's age.
    std::map<int, QString> m_cursors; ///< Where pages begin.
    int m_age = 0; ///< Counts outdate().
    int m_rows = 0;
    qint64 m_total = 0;
    bool m_totalIsExact = true;
    bool m_isEndSeen = false;
    int m_firstSeen = 0;
    int m_lastSeen = 0;
};

} // namespace r2cache
