// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statecell.h"

#include "ui/theme.h"
#include "ui/widgets/statelight.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include <algorithm>

namespace r2cache {

namespace {

constexpr int rowHeight = 28;
constexpr int padding = 9; // as plain cells have: the style's and its focus margin
constexpr int ruleHeight = 1; // the style sheet's, below a row: so words stand as in plain cells
constexpr int shapeSize = 9;
constexpr int gap = 6;
constexpr int arrowWidth = 14;
constexpr int barHeight = 7;
constexpr int longestBar = 160;

void paintBar(QPainter &painter, const QRectF &rect, double share, bool isQuiet)
{
    const auto theme = Theme::current();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.track);
    const auto track = rect.adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(track, 3, 3);
    if (share <= 0)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(isQuiet ? theme.reserved : theme.accent);
    auto part = rect;
    part.setWidth(std::max(rect.width() * std::min(share, 1.0), 3.0));
    painter.drawRoundedRect(part, 3, 3);
}

} // namespace

void StateCell::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const auto word = std::exchange(item.text, QString());
    const auto *style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const auto metrics = item.fontMetrics;
    auto rest = option.rect.adjusted(padding, 0, -padding, -ruleHeight);
    painter->save();
    const auto share = index.data(ShareRole);
    if (share.isValid() && share.toDouble() >= 0) {
        // The bars of a column end at one line, whatever stands behind them.
        const int textWidth = metrics.horizontalAdvance(QStringLiteral("100.0\u00a0%"));
        const int barWidth = std::min(rest.width() - textWidth - gap, longestBar);
        if (barWidth >= 24) {
            const QRectF bar(rest.left(), rest.center().y() - barHeight / 2, barWidth, barHeight);
            paintBar(*painter, bar, share.toDouble(), index.data(IsQuietRole).toBool());
            rest.setLeft(rest.left() + barWidth + gap);
            rest.setWidth(std::min(rest.width(), textWidth));
        }
        painter->setPen(Theme::current().text);
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignRight, word);
    } else {
        const auto given = index.data(StateRole);
        painter->setPen(Theme::current().dim);
        if (given.isValid()) {
            const auto state = static_cast<State>(given.toInt());
            paintState(
                *painter,
                QRectF(rest.left(), rest.center().y() - shapeSize / 2, shapeSize, shapeSize),
                state);
            rest.setLeft(rest.left() + shapeSize + gap);
            painter->setPen(stateColour(state));
        }
        painter->drawText(
            rest, Qt::AlignVCenter | Qt::AlignLeft,
            metrics.elidedText(word, Qt::ElideRight, rest.width()));
    }
    painter->restore();
}

void setUpTable(QTableView *table)
{
    table->setProperty("role", QStringLiteral("data"));
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setTextElideMode(Qt::ElideMiddle);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(rowHeight);
    table->verticalHeader()->setMinimumSectionSize(rowHeight);
    auto *header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(44);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

int titleWidth(const QTableView &table, int column)
{
    const auto title = table.model()->headerData(column, Qt::Horizontal).toString();
    return table.horizontalHeader()->fontMetrics().horizontalAdvance(title) + 2 * padding
        + arrowWidth;
}

void fitTitles(QTableView *table)
{
    for (int column = 0; column < table->model()->columnCount(); ++column)
        table->setColumnWidth(
            column, std::max(table->columnWidth(column), titleWidth(*table, column)));
}

} // namespace r2cache
