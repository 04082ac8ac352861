// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statedelegate.h"

#include <QApplication>
#include <QPainter>

namespace r2cache {

namespace {

constexpr int shapeSize = 9;
constexpr int gap = 6;
constexpr int padding = 8;

} // namespace

StateDelegate::StateDelegate(StateOf stateOf, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_stateOf(std::move(stateOf))
{ }

void StateDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell(option);
    initStyleOption(&cell, index);
    const auto text = std::exchange(cell.text, {});
    const auto *style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget); // all but the text

    const auto state = m_stateOf(index);
    auto room = cell.rect.adjusted(padding, 0, -padding, 0);
    paintState(*painter, QRectF(room.left(), room.center().y() - shapeSize / 2.0 + 0.5, shapeSize, shapeSize), state);
    room.setLeft(room.left() + shapeSize + gap);
    painter->save();
    painter->setFont(cell.font);
    painter->setPen(stateColour(state));
    painter->drawText(
        room, Qt::AlignVCenter | Qt::AlignLeft,
        cell.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace r2cache
