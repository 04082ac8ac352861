// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/columnchoice.h"

#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTableView>

namespace r2cache {

ColumnChoice::ColumnChoice(QTableView *table, QSet<int> foldable)
    : QObject(table)
    , m_table(table)
    , m_foldable(std::move(foldable))
    , m_atFirst(table->horizontalHeader()->saveState())
{
    auto *header = table->horizontalHeader();
    header->setSectionsMovable(true);
    header->setFirstSectionMovable(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint &at) {
        auto *menu = new QMenu(m_table);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(menu);
        menu->popup(header->mapToGlobal(at));
    });
}

void ColumnChoice::fillMenu(QMenu *menu)
{
    const auto *model = m_table->model();
    for (int column = 1; column < model->columnCount(); ++column) {
        auto *action = menu->addAction(model->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        // What has no room cannot be brought back here; tool tips of rows have it.
        action->setEnabled(!m_isNarrow || !m_foldable.contains(column));
        connect(
            action, &QAction::toggled, this, [this, column](bool on) { setWanted(column, on); });
    }
    menu->addSeparator();
    menu->addAction(tr("Columns as at first"), this, [this] {
        auto *header = m_table->horizontalHeader();
        const auto sorted = header->sortIndicatorSection();
        const auto order = header->sortIndicatorOrder();
        header->restoreState(m_atFirst);
        header->setSortIndicator(sorted, order);
        m_unwanted.clear();
        show();
    });
}

void ColumnChoice::setWanted(int column, bool isWanted)
{
    if (isWanted)
        m_unwanted.remove(column);
    else
        m_unwanted.insert(column);
    show();
}

bool ColumnChoice::setNarrow(bool isNarrow)
{
    if (std::exchange(m_isNarrow, isNarrow) == isNarrow)
        return false;
    show();
    return true;
}

void ColumnChoice::show()
{
    for (int column = 1; column < m_table->model()->columnCount(); ++column) {
        const bool isFolded = m_isNarrow && m_foldable.contains(column);
        m_table->setColumnHidden(column, isFolded || m_unwanted.contains(column));
    }
}

void ColumnChoice::restore(const QSettings &settings)
{
    m_table->horizontalHeader()->restoreState(settings.value("columns").toByteArray());
    m_unwanted.clear();
    for (const auto columns = settings.value("hiddenColumns").toStringList();
         const auto &column : columns)
        m_unwanted.insert(column.toInt());
    show();
}

void ColumnChoice::save(QSettings &settings) const
{
    settings.setValue("columns", m_table->horizontalHeader()->saveState());
    QStringList columns;
    for (const int column : m_unwanted)
        columns.append(QString::number(column));
    settings.setValue("hiddenColumns", columns);
}

} // namespace r2cache
