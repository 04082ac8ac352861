// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrypagestore.h"

#include <algorithm>

namespace r2cache {

namespace {

constexpr std::size_t maxCursors = 5'000;

} // namespace

const EntryInfo *EntryPageStore::at(int row) const
{
    const auto page = m_pages.constFind(row / pageSize);
    if (page == m_pages.constEnd() || row % pageSize >= page->entries.size())
        return nullptr;
    return &page->entries.at(row % pageSize);
}

EntryInfo *EntryPageStore::at(int row)
{
    const auto page = m_pages.find(row / pageSize);
    if (page == m_pages.end() || row % pageSize >= page->entries.size())
        return nullptr;
    return &page->entries[row % pageSize];
}

void EntryPageStore::setSeen(int first, int last)
{
    m_firstSeen = std::max(first, 0);
    m_lastSeen = std::max(last, m_firstSeen);
}

bool EntryPageStore::isWanted(int page, bool evenIfOld) const
{
    if (page < 0 || (page > 0 && page * pageSize >= m_rows))
        return false;
    if (const auto asked = m_underWay.constFind(page);
        asked != m_underWay.constEnd() && *asked == m_age)
        return false;
    const auto known = m_pages.constFind(page);
    return known == m_pages.constEnd() || (evenIfOld && known->age != m_age);
}

std::optional<EntryPageStore::Question> EntryPageStore::next() const
{
    const int first = m_firstSeen / pageSize;
    const int last = m_lastSeen / pageSize;
    for (const bool evenIfOld : {false, true}) {
        for (int page = first; page <= last; ++page) {
            if (isWanted(page, evenIfOld))
                return questionFor(page * pageSize);
        }
    }
    for (const int page : {last + 1, first - 1}) {
        if (isWanted(page, false)) // an old one is asked for anew when it is seen
            return questionFor(page * pageSize);
    }
    return std::nullopt;
}

EntryPageStore::Question EntryPageStore::questionFor(int row) const
{
    Question question;
    question.page = row / pageSize;
    question.age = m_age;
    question.skip = row;
    const auto beyond = m_cursors.upper_bound(question.page);
    if (beyond != m_cursors.begin()) {
        const auto &[page, cursor] = *std::prev(beyond);
        question.after = cursor;
        question.skip = row - page * pageSize;
    }
    return question;
}

int EntryPageStore::rowCountAfter(int page, const EntryList &list) const
{
    const qint64 end = page * qint64(pageSize) + list.entries.size();
    qint64 rows = 0;
    if (list.entries.isEmpty() && page > 0)
        rows = std::min<qint64>(m_rows, end); // it has become shorter
    else if (list.next.isEmpty())
        rows = end;
    else if (list.totalIsExact)
        rows = std::max(list.total, end);
    else // grows as it is read
        rows = std::max({list.total, qint64(m_rows), end + pageSize});
    return static_cast<int>(std::min<qint64>(rows, maxRows));
}

void EntryPageStore::gaveUp(const Question &question)
{
    if (m_underWay.value(question.page, -1) == question.age)
        m_underWay.remove(question.page);
}

void EntryPageStore::put(const Question &question, const EntryList &list)
{
    const int page = question.page;
    gaveUp(question);
    m_rows = rowCountAfter(page, list);
    m_total = list.total;
    m_totalIsExact = list.totalIsExact;
    if (question.age == m_age) {
        m_isEndSeen = m_isEndSeen || (list.next.isEmpty() && !list.entries.isEmpty());
        if (m_cursors.size() >= maxCursors)
            m_cursors.clear();
        if (!list.next.isEmpty() && list.entries.size() == pageSize)
            m_cursors[page + 1] = list.next;
    }
    if (list.entries.isEmpty())
        m_pages.remove(page);
    else
        m_pages.insert(page, {list.entries, question.age});
    m_pages.removeIf(
        [this](std::pair<const int &, Page &> known) { return known.first * pageSize >= m_rows; });
    dropFarPages();
}

void EntryPageStore::dropFarPages()
{
    const int middle = (m_firstSeen + m_lastSeen) / 2 / pageSize;
    while (m_pages.size() > maxPages) {
        int farthest = -1;
        for (auto page = m_pages.keyBegin(); page != m_pages.keyEnd(); ++page) {
            if (farthest < 0 || std::abs(*page - middle) > std::abs(farthest - middle))
                farthest = *page;
        }
        m_pages.remove(farthest);
    }
}

void EntryPageStore::outdate()
{
    ++m_age;
    m_cursors.clear();
    m_isEndSeen = false;
}

} // namespace r2cache
