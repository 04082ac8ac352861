// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/preparetable.h"

#include "ui/icons.h"
#include "ui/preparemodel.h"
#include "ui/widgets/card.h"
#include "ui/widgets/columnchoice.h"
#include "ui/widgets/statecell.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QVBoxLayout>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Below this width the table does without what the tool tips say, too.
constexpr int narrow = 820;

} // namespace

PrepareTable::PrepareTable(PrepareModel &videos)
    : m_videos(videos)
{
    m_sorted.setSourceModel(&videos);
    m_sorted.setSortRole(PrepareModel::SortRole);
    setUpTable(this);
    setAccessibleName(tr("Videos of the config"));
    setModel(&m_sorted);
    setItemDelegateForColumn(PrepareModel::UrlState, new StateCell(this));
    auto *header = horizontalHeader();
    header->setSortIndicatorClearable(true); // a third click: the config's order again
    header->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    header->setSectionResizeMode(PrepareModel::UrlState, QHeaderView::Stretch);
    setColumnWidth(PrepareModel::Video, 170);
    setColumnWidth(PrepareModel::Origin, 130);
    setColumnWidth(PrepareModel::Size, 80);
    setColumnWidth(PrepareModel::Quality, 72);
    setColumnWidth(PrepareModel::Left, 56);
    fitTitles(this);
    m_columns = new ColumnChoice(this, {PrepareModel::Origin, PrepareModel::Quality});
    makeActions();
}

void PrepareTable::makeActions()
{
    auto *urls = new QAction(themedIcon(u"copy"_s), tr("Copy URL"), this);
    urls->setShortcut(QKeySequence::Copy);
    urls->setShortcutContext(Qt::WidgetShortcut); // elsewhere Ctrl+C copies what is elsewhere
    connect(urls, &QAction::triggered, this, &PrepareTable::copyUrls);
    auto *places = new QAction(themedIcon(u"copy"_s), tr("Copy place in the config"), this);
    connect(places, &QAction::triggered, this, &PrepareTable::copyPlaces);
    addActions({urls, places});
    setContextMenuPolicy(Qt::ActionsContextMenu);
    const auto enable = [this, urls, places] {
        urls->setEnabled(selectionModel()->hasSelection());
        places->setEnabled(selectionModel()->hasSelection());
    };
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, enable);
    connect(&m_sorted, &QAbstractItemModel::modelReset, this, enable);
    enable();
}

QWidget *PrepareTable::inCard()
{
    auto *card = new Card;
    card->body()->setContentsMargins(6, 6, 6, 6);
    card->body()->addWidget(this);
    return card;
}

void PrepareTable::restoreView(const QSettings &settings)
{
    m_columns->restore(settings);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
}

void PrepareTable::saveView(QSettings &settings) const
{
    m_columns->save(settings);
}

QList<int> PrepareTable::selectedVideos() const
{
    auto chosen = selectionModel()->selectedRows();
    std::ranges::sort(chosen, {}, &QModelIndex::row);
    QList<int> rows;
    for (const auto &one : std::as_const(chosen))
        rows.append(m_sorted.mapToSource(one).row());
    return rows;
}

void PrepareTable::copyUrls()
{
    QStringList urls;
    for (const auto rows = selectedVideos(); const int row : rows)
        urls.append(m_videos.urls().at(row).url);
    QGuiApplication::clipboard()->setText(urls.join(u'\n'));
    Q_EMIT said(tr("%Ln URLs are in the clipboard.", nullptr, static_cast<int>(urls.size())));
}

void PrepareTable::copyPlaces()
{
    QStringList places;
    for (const auto rows = selectedVideos(); const int row : rows)
        places.append(m_videos.urls().at(row).configPath);
    QGuiApplication::clipboard()->setText(places.join(u'\n'));
    Q_EMIT said(tr("%Ln places are in the clipboard.", nullptr, static_cast<int>(places.size())));
}

void PrepareTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void PrepareTable::fitColumns()
{
    setColumnWidth(
        PrepareModel::Where, std::clamp(width() / 6, titleWidth(*this, PrepareModel::Where), 340));
    if (m_columns != nullptr && m_columns->setNarrow(width() < narrow))
        setColumnWidth(PrepareModel::Video, width() < narrow ? 140 : 170);
}

} // namespace r2cache
