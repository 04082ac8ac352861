// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/columnsmodel.h"

namespace r2cache {

ColumnsModel::ColumnsModel(QList<ColumnHead> heads, QObject *parent)
    : QAbstractTableModel(parent)
    , m_heads(std::move(heads))
{ }

int ColumnsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_heads.size());
}

QVariant ColumnsModel::alignmentOf(int column) const
{
    return static_cast<int>(
        (m_heads[column].isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QVariant ColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_heads.size())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return m_heads[section].title;
    case Qt::TextAlignmentRole:
        return alignmentOf(section);
    case Qt::ToolTipRole:
        return m_heads[section].toolTip.isEmpty() ? QVariant() : m_heads[section].toolTip;
    default:
        return {};
    }
}

} // namespace r2cache
