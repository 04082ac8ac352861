// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entryselection.h"

#include <QItemSelectionModel>
#include <QScopedValueRollback>

#include <algorithm>

namespace r2cache {

namespace {

constexpr int fetchAtOnce = 500;

qint64 rowsOf(const QItemSelection &selection)
{
    qint64 rows = 0;
    for (const auto &range : selection)
        rows += range.height();
    return rows;
}

bool containsRow(const QItemSelection &selection, int row)
{
    return std::ranges::any_of(selection, [row](const QItemSelectionRange &range) {
        return row >= range.top() && row <= range.bottom();
    });
}

} // namespace

EntrySelection::EntrySelection(EntryModel &model, QItemSelectionModel &view, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_view(view)
{
    connect(
        &view, &QItemSelectionModel::selectionChanged, this,
        [this](const QItemSelection &selected, const QItemSelection &deselected) {
            if (m_model.isTaking() && !m_isOurs)
                loseRows(deselected);
            else if (!m_isOurs)
                takeChange(selected, deselected);
        });
    connect(&model, &EntryModel::modelReset, this, [this] {
        // Another order or filter: what is not in sight any more must not be acted on.
        clear();
    });
    connect(&model, &EntryModel::loaded, this, &EntrySelection::showOn);
}

QList<EntryInfo> EntrySelection::entries() const
{
    QList<const Chosen *> sorted;
    sorted.reserve(m_chosen.size());
    for (const auto &chosen : m_chosen)
        sorted.append(&chosen);
    std::ranges::sort(sorted, [](const Chosen *a, const Chosen *b) {
        return std::pair(a->row, a->entry.id) < std::pair(b->row, b->entry.id);
    });
    QList<EntryInfo> entries;
    entries.reserve(sorted.size());
    for (const auto *chosen : std::as_const(sorted))
        entries.append(chosen->entry);
    return entries;
}

qint64 EntrySelection::bytes() const
{
    qint64 bytes = 0;
    for (const auto &chosen : m_chosen)
        bytes += std::max<qint64>(chosen.entry.fileSizeBytes, 0);
    return bytes;
}

const EntryInfo *EntrySelection::single() const
{
    return !m_isAll && m_missing.isEmpty() && m_chosen.size() == 1 ? &m_chosen.cbegin()->entry
                                                                   : nullptr;
}

void EntrySelection::clear()
{
    const bool was = !isEmpty() || !m_missing.isEmpty();
    ++m_fetch;
    m_chosen.clear();
    m_missing.clear();
    m_isAll = false;
    const QScopedValueRollback guard(m_isOurs, true);
    m_view.clearSelection();
    if (was)
        Q_EMIT changed();
}

void EntrySelection::forget(const QStringList &ids)
{
    bool isOther = false;
    for (const auto &id : ids) {
        const auto chosen = m_chosen.constFind(id);
        if (chosen == m_chosen.constEnd())
            continue;
        if (chosen->row >= 0)
            selectRows(chosen->row, chosen->row, false);
        m_chosen.erase(chosen);
        isOther = true;
    }
    if (isOther)
        Q_EMIT changed();
}

void EntrySelection::update(const EntryInfo &entry)
{
    const auto chosen = m_chosen.find(entry.id);
    if (chosen == m_chosen.end())
        return;
    chosen->entry = entry;
    Q_EMIT changed();
}

void EntrySelection::takeChange(const QItemSelection &selected, const QItemSelection &deselected)
{
    ++m_fetch;
    const auto now = m_view.selection();
    const auto rows = rowsOf(now);
    const bool wasAll = std::exchange(m_isAll, false);
    if (rows > maxChosen) {
        m_isAll = rows == m_model.rowCount();
        m_chosen.clear();
        m_missing.clear();
        if (m_isAll) {
            Q_EMIT changed();
            return;
        }
        clear();
        Q_EMIT refused();
        Q_EMIT changed();
        return;
    }
    if (wasAll || rows == rowsOf(selected)) {
        m_chosen.clear();
        m_missing.clear();
        addRows(now);
    } else {
        // What is out of sight since rows have moved is let go, rather than acted on unseen.
        m_chosen.removeIf([&](const auto &chosen) {
            return chosen->row < 0 || containsRow(deselected, chosen->row);
        });
        m_missing.removeIf([&](const std::pair<int, int> &missing) {
            return !m_view.isRowSelected(missing.first, {});
        });
        addRows(selected);
    }
    fetchMissing();
    Q_EMIT changed();
}

/// The list has become shorter, which moves rows: they are found again when their page has come.
void EntrySelection::loseRows(const QItemSelection &rows)
{
    for (auto &chosen : m_chosen) {
        if (containsRow(rows, chosen.row))
            chosen.row = -1;
    }
}

void EntrySelection::addRows(const QItemSelection &rows)
{
    for (const auto &range : rows) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (const auto *entry = m_model.entryAt(row))
                m_chosen.insert(entry->id, {*entry, row});
            else if (!m_missing.isEmpty() && m_missing.constLast().second == row - 1)
                m_missing.last().second = row;
            else
                m_missing.emplaceBack(row, row);
        }
    }
}

void EntrySelection::fetchMissing()
{
    if (m_missing.isEmpty())
        return;
    const auto [first, last] = m_missing.constFirst();
    const int count = std::min(last - first + 1, fetchAtOnce);
    onAnswer(
        this, m_model.fetchRows(first, count),
        [this, fetch = m_fetch, first = first, count](const Result<EntryList> &list) {
            if (fetch != m_fetch)
                return;
            if (list) {
                takeMissing(first, count, *list);
                return;
            }
            for (const auto &[from, to] : std::as_const(m_missing))
                selectRows(from, to, false);
            m_missing.clear();
            Q_EMIT failed(list.error());
            Q_EMIT changed();
        });
}

void EntrySelection::takeMissing(int first, int count, const EntryList &list)
{
    int row = first;
    for (const auto &entry : list.entries)
        m_chosen.insert(entry.id, {entry, row++});
    if (row < first + count) // the list has become shorter
        selectRows(row, first + count - 1, false);
    auto &missing = m_missing.first();
    missing.first += count;
    if (missing.first > missing.second)
        m_missing.removeFirst();
    fetchMissing();
    Q_EMIT changed();
}

/// Rows @p first to @p last are other ones by now: the view selects those of them that are chosen.
void EntrySelection::showOn(int first, int last)
{
    if (m_isAll) {
        selectRows(0, m_model.rowCount() - 1, true);
        Q_EMIT changed(); // total() may be another
        return;
    }
    if (isEmpty())
        return;
    for (auto &chosen : m_chosen) {
        if (chosen.row >= first && chosen.row <= last)
            chosen.row = -1;
    }
    QItemSelection on;
    QItemSelection off;
    bool isOther = false;
    for (int row = first; row <= last; ++row) {
        const auto *entry = m_model.entryAt(row);
        if (!entry || isMissing(row))
            continue;
        const auto chosen = m_chosen.find(entry->id);
        const bool isChosen = chosen != m_chosen.end();
        if (isChosen) {
            // A row of its own it may still have elsewhere, in a page that is to be asked anew.
            if (chosen->row >= 0)
                selectRows(chosen->row, chosen->row, false);
            chosen->row = row;
            chosen->entry = *entry;
            isOther = true;
        }
        if (isChosen != m_view.isRowSelected(row, {})) {
            (isChosen ? on : off)
                .append(QItemSelectionRange(
                    m_model.index(row, 0), m_model.index(row, m_model.columnCount() - 1)));
        }
    }
    {
        const QScopedValueRollback guard(m_isOurs, true);
        if (!off.isEmpty())
            m_view.select(off, QItemSelectionModel::Deselect);
        if (!on.isEmpty())
            m_view.select(on, QItemSelectionModel::Select);
    }
    if (isOther)
        Q_EMIT changed();
}

void EntrySelection::selectRows(int first, int last, bool on)
{
    last = std::min(last, m_model.rowCount() - 1);
    if (first > last)
        return;
    const QScopedValueRollback guard(m_isOurs, true);
    const QItemSelection rows(
        m_model.index(first, 0), m_model.index(last, m_model.columnCount() - 1));
    m_view.select(rows, on ? QItemSelectionModel::Select : QItemSelectionModel::Deselect);
}

bool EntrySelection::isMissing(int row) const
{
    return std::ranges::any_of(m_missing, [row](const std::pair<int, int> &missing) {
        return row >= missing.first && row <= missing.second;
    });
}

} // namespace r2cache
