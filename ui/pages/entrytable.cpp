// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrytable.h"

#include "ui/pages/entrydelegate.h"
#include "ui/pages/entryselection.h"
#include "ui/widgets/statecell.h"

#include <QApplication>
#include <QDrag>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSettings>
#include <QUrl>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int smallestName = 150;
constexpr int maxDragged = 1'000;
constexpr auto nameColumn = static_cast<int>(EntryColumn::Name);

} // namespace

EntryTable::EntryTable(EntryModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setAccessibleName(tr("Entries"));
    setUpTable(this);
    setModel(&model);
    m_selection = new EntrySelection(model, *selectionModel(), this);
    setItemDelegate(new EntryDelegate(this));
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setUpHeader();
    const auto tell = [this] {
        tellSeenRows();
    };
    connect(&model, &EntryModel::modelReset, this, [this] { scrollToTop(); });
    connect(&model, &EntryModel::rowsInserted, this, tell, Qt::QueuedConnection);
    connect(&model, &EntryModel::rowsRemoved, this, tell, Qt::QueuedConnection);
    connect(&model, &EntryModel::modelReset, this, tell, Qt::QueuedConnection);
}

void EntryTable::setUpHeader()
{
    auto *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setFirstSectionMovable(false);
    header->setSectionsClickable(true);
    header->setMinimumSectionSize(48);
    header->setResizeContentsPrecision(0); // rows in sight
    header->setTextElideMode(Qt::ElideRight);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    for (int column = 0; column < entryColumnCount; ++column) {
        header->resizeSection(column, widthAtFirst(column));
        header->setSectionHidden(column, !entrycolumns::isShownAtFirst(EntryColumn(column)));
    }
    header->setSortIndicatorShown(true);
    header->setSortIndicator(m_sortColumn, m_sortOrder);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &EntryTable::takeSortIndicator);
    connect(header, &QHeaderView::sectionResized, this, [this](int column) {
        if (column != nameColumn)
            fitName();
    });
    connect(header, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillColumnsMenu(menu);
        menu->popup(horizontalHeader()->mapToGlobal(place));
    });
}

/// As usual, or more where a language has longer words.
int EntryTable::widthAtFirst(int column) const
{
    const int usual
        = std::max(entrycolumns::widthOf(EntryColumn(column)), titleWidth(*this, column));
    if (EntryColumn(column) != EntryColumn::Status)
        return usual;
    EntryInfo held;
    held.status = u"ready"_s;
    held.leased = true;
    const int shape = 33; // the light, and what is around it and the words
    return std::max(usual, fontMetrics().horizontalAdvance(entrycolumns::statusText(held)) + shape);
}

void EntryTable::takeSortIndicator(int column, Qt::SortOrder order)
{
    if (m_isRestoring)
        return;
    if (column < 0 || column >= entryColumnCount
        || entrycolumns::sortWordOf(EntryColumn(column)).isEmpty()) {
        horizontalHeader()->setSortIndicator(m_sortColumn, m_sortOrder); // there is no such order
        return;
    }
    if (m_sortColumn == column && m_sortOrder == order)
        return;
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT orderChanged();
}

QString EntryTable::sortWord() const
{
    return entrycolumns::sortWordOf(EntryColumn(m_sortColumn));
}

bool EntryTable::isDescending() const
{
    return m_sortOrder == Qt::DescendingOrder;
}

void EntryTable::fillColumnsMenu(QMenu *menu)
{
    for (int column = 1; column < entryColumnCount; ++column) { // the name stays
        auto *action = menu->addAction(entrycolumns::titleOf(EntryColumn(column)));
        action->setCheckable(true);
        action->setChecked(!horizontalHeader()->isSectionHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            fitName();
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Columns as at first"), this, [this] {
        auto *header = horizontalHeader();
        for (int column = 0; column < entryColumnCount; ++column) {
            header->moveSection(header->visualIndex(column), column);
            header->setSectionHidden(column, !entrycolumns::isShownAtFirst(EntryColumn(column)));
            header->resizeSection(column, widthAtFirst(column));
        }
        fitName();
    });
}

void EntryTable::restoreView(QSettings &settings)
{
    auto *header = horizontalHeader();
    const QScopedValueRollback guard(m_isRestoring, true); // who restores asks for the order
    header->restoreState(settings.value("columns").toByteArray());
    const EntryColumn column
        = entrycolumns::columnOf(settings.value("sortBy", sortWord()).toString());
    m_sortColumn = static_cast<int>(column);
    m_sortOrder
        = settings.value("descending", true).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder;
    header->setSortIndicator(m_sortColumn, m_sortOrder);
    header->setSectionHidden(nameColumn, false);
    fitName();
}

void EntryTable::saveView(QSettings &settings) const
{
    settings.setValue("columns", horizontalHeader()->saveState());
    settings.setValue("sortBy", sortWord());
    settings.setValue("descending", isDescending());
}

/// The name takes the room that the others leave.
void EntryTable::fitName()
{
    if (std::exchange(m_isFitting, true))
        return;
    auto *header = horizontalHeader();
    const int others = header->length() - header->sectionSize(nameColumn);
    header->resizeSection(nameColumn, std::max(viewport()->width() - others, smallestName));
    m_isFitting = false;
}

void EntryTable::tellSeenRows()
{
    const int rows = m_model.rowCount();
    if (rows == 0)
        return;
    const int top = verticalScrollBar()->value();
    const int bottom = top + viewport()->height() - 1;
    const int height = verticalHeader()->defaultSectionSize();
    m_model.setSeenRows(std::min(top / height, rows - 1), std::min(bottom / height, rows - 1));
}

void EntryTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitName();
    tellSeenRows();
}

void EntryTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0)
        tellSeenRows();
}

void EntryTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

void EntryTable::keyboardSearch(const QString &search)
{
    // The base class would look through all rows, which are not here.
    if (!search.trimmed().isEmpty())
        Q_EMIT typed(search);
}

std::unique_ptr<QMimeData> EntryTable::draggedData() const
{
    if (m_selection->isAll() || m_selection->size() > maxDragged)
        return nullptr;
    QList<QUrl> urls;
    QStringList lines;
    for (const auto entries = m_selection->entries(); const auto &entry : entries) {
        urls.append(QUrl(entry.localUrl));
        lines.append(entry.localUrl);
    }
    if (urls.isEmpty())
        return nullptr;
    auto mime = std::make_unique<QMimeData>();
    mime->setUrls(urls);
    mime->setText(lines.join(u'\n'));
    return mime;
}

/// The base class would walk through every selected cell.
void EntryTable::startDrag(Qt::DropActions supportedActions)
{
    Q_UNUSED(supportedActions)
    auto mime = draggedData();
    if (!mime)
        return;
    auto *drag = new QDrag(this);
    drag->setMimeData(mime.release());
    drag->exec(Qt::CopyAction | Qt::LinkAction, Qt::CopyAction);
}

void EntryTable::repaintRow(int row)
{
    if (row >= 0)
        viewport()->update(
            0, rowViewportPosition(row), viewport()->width(),
            verticalHeader()->defaultSectionSize());
}

// The frame of the current row is painted by each of its cells.
void EntryTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    repaintRow(currentIndex().row());
}

void EntryTable::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    repaintRow(currentIndex().row());
}

void EntryTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    repaintRow(previous.row());
    repaintRow(current.row());
}

} // namespace r2cache
