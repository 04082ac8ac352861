// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logtable.h"

#include "ui/pages/logmodel.h"
#include "ui/widgets/statecell.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int heightOfLine = 22;

} // namespace

QFont monospaceLike(const QFont &font)
{
    auto fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font.pointSizeF() * 0.95);
    return fixed;
}

LogTable::LogTable(QAbstractItemModel &lines)
{
    setModel(&lines);
    setUpTable(this);
    setFont(monospaceLike(font()));
    setTextElideMode(Qt::ElideRight);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setAccessibleName(tr("Lines of the log"));
    setItemDelegateForColumn(LogModel::Level, new StateCell(this));
    setUpColumns();
    followModel(lines);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (isAtEnd())
            m_unseen = 0;
        Q_EMIT scrolled();
    });
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        Q_EMIT currentChangedTo(currentMessage());
    });
}

void LogTable::setUpColumns()
{
    auto *rows = verticalHeader();
    rows->setSectionResizeMode(QHeaderView::Fixed); // else every row is measured
    rows->setMinimumSectionSize(heightOfLine);
    rows->setDefaultSectionSize(heightOfLine);
    auto *header = horizontalHeader();
    header->setStretchLastSection(true);
    const QFontMetrics metrics(font());
    header->resizeSection(LogModel::Time, metrics.horizontalAdvance(u"00:00:00.0000"_s) + 14);
    header->resizeSection(LogModel::Level, metrics.horizontalAdvance(u"warning"_s) + 40);
    header->resizeSection(
        LogModel::Category, metrics.horizontalAdvance(u"cache.download.fetch"_s) + 20);
}

void LogTable::followModel(QAbstractItemModel &lines)
{
    connect(&lines, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        m_wasAtEnd = isAtEnd();
    });
    connect(
        &lines, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) {
            if (m_wasAtEnd) {
                goToEnd();
            } else {
                m_unseen += last - first + 1;
                Q_EMIT scrolled();
            }
        });
    connect(
        &lines, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex &, int first, int last) {
            auto *bar = verticalScrollBar(); // counts rows: what is read stays in place
            if (first == 0 && !isAtEnd())
                bar->setValue(bar->value() - (last - first + 1));
        });
}

bool LogTable::isAtEnd() const
{
    const auto *bar = verticalScrollBar();
    return bar->value() >= bar->maximum();
}

void LogTable::goToEnd()
{
    scrollToBottom();
    m_unseen = 0;
    Q_EMIT scrolled();
}

QString LogTable::currentMessage() const
{
    return currentIndex()
        .siblingAtColumn(LogModel::Message)
        .data(Qt::AccessibleTextRole)
        .toString();
}

QString LogTable::text() const
{
    auto rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    if (rows.isEmpty()) {
        for (int row = 0; row < model()->rowCount(); ++row)
            rows.append(model()->index(row, 0));
    }
    QString text;
    for (const auto &row : std::as_const(rows))
        text += row.data(LogModel::LineRole).toString() + u'\n';
    return text;
}

} // namespace r2cache
