// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/columnsmodel.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace r2cache {

/// A table over a list of rows that changes in place, so that selection and scroll position stay.
/// Who derives from it says what stands in a cell.
template<typename Row>
class RowsModel : public ColumnsModel
{
public:
    using ColumnsModel::ColumnsModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        if (role == Qt::TextAlignmentRole)
            return alignmentOf(index.column());
        return valueOf(m_rows.at(index.row()), index.column(), role);
    }

protected:
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }

    /// What data() answers, but for the alignment, which the column has.
    [[nodiscard]] virtual QVariant valueOf(const Row &row, int column, int role) const = 0;

    /// Other rows altogether: nothing stays selected.
    void reset(const QList<Row> &rows)
    {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
    void insert(int first, const QList<Row> &rows)
    {
        if (rows.isEmpty())
            return;
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        m_rows = m_rows.first(first) + rows + m_rows.sliced(first);
        endInsertRows();
    }
    /// The same rows in the same order, with what is new in them. Tells of runs, not of cells.
    void change(const QList<Row> &rows)
    {
        for (int first = 0; first < rows.size(); ++first) {
            if (m_rows[first] == rows[first])
                continue;
            int last = first;
            while (last + 1 < rows.size() && m_rows[last + 1] != rows[last + 1])
                ++last;
            std::copy(rows.begin() + first, rows.begin() + last + 1, m_rows.begin() + first);
            Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
            first = last;
        }
    }
    /// What is not in @p rows goes, what is new comes, what stays keeps its selection.
    /// @param keyOf  a QString by which a row is known again; no two have the same.
    template<typename KeyOf>
    void bringTo(const QList<Row> &rows, KeyOf keyOf)
    {
        removeAllBut(rows, keyOf);
        appendNewOf(rows, keyOf);
        sortAs(rows, keyOf);
        change(rows);
    }

private:
    template<typename KeyOf>
    void removeAllBut(const QList<Row> &rows, KeyOf keyOf)
    {
        const auto staying = keysOf(rows, keyOf);
        const auto stays = [&](int row) {
            return staying.contains(keyOf(m_rows[row]));
        };
        for (int last = static_cast<int>(m_rows.size()) - 1; last >= 0; --last) {
            if (stays(last))
                continue;
            int first = last;
            while (first > 0 && !stays(first - 1))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.remove(first, last - first + 1);
            endRemoveRows();
            last = first;
        }
    }

    template<typename KeyOf>
    void appendNewOf(const QList<Row> &rows, KeyOf keyOf)
    {
        const auto known = keysOf(m_rows, keyOf);
        QList<Row> added;
        std::ranges::copy_if(rows, std::back_inserter(added), [&](const Row &row) {
            return !known.contains(keyOf(row));
        });
        insert(static_cast<int>(m_rows.size()), added);
    }

    /// Into the order of @p rows, which has the same keys.
    template<typename KeyOf>
    void sortAs(const QList<Row> &rows, KeyOf keyOf)
    {
        if (std::ranges::equal(m_rows, rows, {}, keyOf, keyOf))
            return;
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        QHash<QString, int> places;
        for (int row = 0; row < rows.size(); ++row)
            places.insert(keyOf(rows[row]), row);
        QList<Row> sorted(m_rows.size());
        QList<int> placeOf;
        for (const auto &row : std::as_const(m_rows)) {
            const int place = places.value(keyOf(row));
            placeOf.append(place);
            sorted[place] = row;
        }
        m_rows = sorted;
        const auto before = persistentIndexList();
        QModelIndexList after;
        for (const auto &one : before)
            after.append(index(placeOf[one.row()], one.column()));
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }

    template<typename KeyOf>
    [[nodiscard]] static QSet<QString> keysOf(const QList<Row> &rows, KeyOf keyOf)
    {
        QSet<QString> keys;
        for (const auto &row : rows)
            keys.insert(keyOf(row));
        return keys;
    }

    QList<Row> m_rows;
};

} // namespace r2cache
