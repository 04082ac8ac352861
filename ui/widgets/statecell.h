// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace r2cache {

/// Paints how something stands into a cell of a table: the shape of its state and the word
/// (DisplayRole) beside it, or how far it is: a bar and the percent (DisplayRole) behind it.
class StateCell : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role
    {
        StateRole = Qt::UserRole + 50, ///< State as int; invalid: a plain cell.
        ShareRole, ///< 0 to 1: a bar is painted; below 0 or invalid: none.
        IsQuietRole, ///< The bar does not move at present (paused): painted grey.
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override;
};

/// Makes @p table one as all of ours are: rows of 28 px that are selected as a whole, no grid, no
/// vertical header, Tab leaves it, URLs elided in the middle.
void setUpTable(QTableView *table);

/// What the title of @p column needs, whatever the language, with room for the arrow of an order.
[[nodiscard]] int titleWidth(const QTableView &table, int column);
/// Makes columns wider that are too narrow for their titles.
void fitTitles(QTableView *table);

} // namespace r2cache
