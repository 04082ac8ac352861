// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrydelegate.h"

#include "ui/icons.h"
#include "ui/pages/entrymodel.h"
#include "ui/theme.h"
#include "ui/widgets/statelight.h"

#include <QAbstractItemView>
#include <QPainter>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int shapeSize = 9;
constexpr int gap = 6;
constexpr int pinSize = 14;
constexpr qreal barHeight = 6;

bool isCurrentRow(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    return view && view->hasFocus() && view->currentIndex().row() == index.row();
}

void paintText(
    QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option,
    const QModelIndex &index, const QColor &colour)
{
    const auto text = index.data().toString();
    if (text.isEmpty() || rect.width() <= 0)
        return;
    const auto column = EntryColumn(index.column());
    // Both ends of a name or a host tell more than its middle.
    const auto mode = column == EntryColumn::Name || column == EntryColumn::Origin ? Qt::ElideMiddle
                                                                                   : Qt::ElideRight;
    painter.setPen(colour);
    painter.drawText(
        rect, index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine,
        option.fontMetrics.elidedText(text, mode, rect.width()));
}

void paintBar(QPainter &painter, const QRectF &rect, double fraction, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QRectF bar(rect.left(), 0, rect.width(), barHeight);
    bar.moveCenter(QPointF(bar.center().x(), rect.center().y()));
    painter.setPen(theme.line);
    painter.setBrush(theme.track);
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), barHeight / 2, barHeight / 2);
    if (fraction > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        bar.setWidth(std::max(bar.width() * std::min(fraction, 1.0), barHeight));
        painter.drawRoundedRect(bar, barHeight / 2, barHeight / 2);
    }
    painter.restore();
}

} // namespace

void EntryDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto theme = Theme::current();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setFont(option.font);
    painter->fillRect(option.rect, isSelected ? theme.tint : theme.card);
    painter->fillRect(
        QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.line);
    if (isCurrentRow(option, index)) {
        painter->fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
            theme.accentText);
        painter->fillRect(
            QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1), theme.accentText);
    }

    auto rect = option.rect.adjusted(padding, 0, -padding, -1);
    const auto column = EntryColumn(index.column());
    auto colour = column == EntryColumn::Name || entrycolumns::isNumber(column)
            || column == EntryColumn::LastUsed
        ? theme.text
        : theme.dim;
    if (!index.data(EntryModel::LoadedRole).toBool()) {
        colour = theme.dim;
    } else if (column == EntryColumn::Name && index.data(EntryModel::PinnedRole).toBool()) {
        const QRect pin(rect.left(), rect.center().y() - pinSize / 2 + 1, pinSize, pinSize);
        static const auto icon = themedIcon(u"pin"_s);
        icon.paint(painter, pin);
        rect.setLeft(pin.right() + 5);
    } else if (column == EntryColumn::Status) {
        const auto fraction = index.data(EntryModel::FractionRole);
        const auto state = stateOfWord(index.data(EntryModel::ValueRole).toString());
        if (fraction.isValid() && fraction.toDouble() >= 0) {
            const int text = option.fontMetrics.horizontalAdvance(u"100 %"_s);
            paintBar(*painter, rect.adjusted(0, 0, -text - gap, 0), fraction.toDouble(), theme);
            rect.setLeft(rect.right() - text);
        } else {
            const auto shown = fraction.isValid() ? State::Unknown : state;
            paintState(
                *painter,
                QRectF(
                    rect.left(), rect.center().y() - shapeSize / 2.0 + 0.5, shapeSize, shapeSize),
                shown);
            colour = stateColour(shown);
            rect.setLeft(rect.left() + shapeSize + gap);
        }
    }
    paintText(*painter, rect, option, index, colour);
    painter->restore();
}

QSize EntryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    // For "fit to content": only rows in sight are asked.
    int width = option.fontMetrics.horizontalAdvance(index.data().toString()) + 2 * padding + 2;
    const auto column = EntryColumn(index.column());
    if (column == EntryColumn::Status)
        width += shapeSize + gap;
    if (column == EntryColumn::Name && index.data(EntryModel::PinnedRole).toBool())
        width += pinSize + 5;
    return {width, option.fontMetrics.height() + 8};
}

} // namespace r2cache
