// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace r2cache {

/// What stands above a column, and on which side its cells.
struct ColumnHead
{
    QString title;
    bool isNumber = false; ///< At the right, so that digits stand below each other.
    QString toolTip = {};
};

/// A table whose columns are declared in one list, in the order of the model's Column enum.
class ColumnsModel : public QAbstractTableModel
{
public:
    ColumnsModel(QList<ColumnHead> heads, QObject *parent);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    /// Of the cells and the title of @p column, for Qt::TextAlignmentRole.
    [[nodiscard]] QVariant alignmentOf(int column) const;

private:
    QList<ColumnHead> m_heads;
};

} // namespace r2cache
