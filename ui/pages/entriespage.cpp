// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entriespage.h"

#include "ui/format.h"
#include "ui/pages/droppedurls.h"
#include "ui/pages/entryactions.h"
#include "ui/pages/entrydetails.h"
#include "ui/pages/entryfilters.h"
#include "ui/pages/entryselection.h"
#include "ui/pages/entrysummary.h"
#include "ui/pages/entrytable.h"
#include "ui/widgets/card.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QBoxLayout>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int detailsWidth = 264;
constexpr int cardInset = 6;
constexpr std::chrono::seconds betweenLooks{30};
constexpr int maxUpdated = 20; ///< Selected entries that are looked at after an event.

} // namespace

EntriesPage::EntriesPage(ServiceState &state)
    : Page(Id::Entries, tr("Entries"), u"entries"_s, Body::Filling, state)
    , m_model(new EntryModel(
          [&state](const EntriesQuery &query) { return state.client().entries(query); },
          [] { return QDateTime::currentDateTimeUtc(); }, this))
    , m_filters(new EntryFilters)
    , m_table(new EntryTable(*m_model))
    , m_selection(m_table->selection())
    , m_actions(new EntryActions(state, *m_model, *m_selection, m_table))
    , m_details(new EntryDetails(state, *m_selection, *m_actions))
    , m_nothingFits(new EmptyState)
    , m_splitter(new QSplitter)
    , m_actionsButton(new QPushButton(tr("Actions ▾")))
    , m_summary(makeCaption())
{
    setAcceptDrops(true);
    auto *actions = new QMenu(this);
    m_actions->fillMenu(actions);
    m_filters->addMenuButton(m_actionsButton, actions);
    auto *columns = new QMenu(this);
    connect(columns, &QMenu::aboutToShow, this, [this, columns] {
        columns->clear();
        m_table->fillColumnsMenu(columns);
    });
    m_filters->addMenuButton(new QPushButton(tr("Columns ▾")), columns);

    m_splitter->setHandleWidth(12);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeList());
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({1000, detailsWidth});
    m_details->setMinimumWidth(detailsWidth - 24);
    body()->addWidget(m_filters);
    body()->addWidget(m_splitter, 1);
    body()->addWidget(m_summary);
    m_everyMinute.setInterval(betweenLooks);
    connectAll();
    m_model->setQuery(wantedQuery());
    showSummary();
}

QWidget *EntriesPage::makeList()
{
    auto *card = new Card;
    card->layout()->setContentsMargins(cardInset, cardInset, cardInset, cardInset);
    card->body()->addWidget(m_table, 1);
    card->body()->addWidget(m_nothingFits, 1);
    m_nothingFits->hide();
    connect(m_table, &QTableView::activated, m_actions->play(), &QAction::trigger);
    connect(m_nothingFits, &EmptyState::buttonClicked, m_filters, &EntryFilters::clear);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        if (m_selection->isEmpty())
            return;
        auto *menu = new QMenu(m_table);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_actions->fillMenu(menu);
        menu->popup(m_table->viewport()->mapToGlobal(place));
    });
    return card;
}

void EntriesPage::connectAll()
{
    connect(m_filters, &EntryFilters::changed, this, &EntriesPage::ask);
    connect(m_table, &EntryTable::orderChanged, this, &EntriesPage::ask);
    connect(m_table, &EntryTable::typed, m_filters, &EntryFilters::focusSearch);
    connect(m_model, &EntryModel::loaded, this, &EntriesPage::takePage);
    connect(m_model, &EntryModel::failed, this, &EntriesPage::showError);
    connect(m_selection, &EntrySelection::changed, this, &EntriesPage::showSummary);
    connect(m_selection, &EntrySelection::failed, this, &EntriesPage::showError);
    connect(m_selection, &EntrySelection::refused, this, [this] {
        Q_EMIT said(tr("At most %1 videos can be picked one by one; Ctrl+A takes all.")
                        .arg(countText(EntrySelection::maxChosen)));
    });
    connect(m_actions, &EntryActions::said, this, &EntriesPage::said);
    connect(m_actions, &EntryActions::done, this, &EntriesPage::refreshSoon);
    connect(m_details, &EntryDetails::downloadsWanted, this, [this] {
        Q_EMIT pageWanted(Id::Downloads);
    });
    connect(&m_everyMinute, &QTimer::timeout, this, &EntriesPage::refreshSoon);
    connect(&state(), &ServiceState::entriesChanged, this, &EntriesPage::takeEvent);
    connect(&state(), &ServiceState::statusChanged, this, &EntriesPage::showCount);
    connect(&state(), &ServiceState::downloadsChanged, this, &EntriesPage::takeDownloads);
    connect(&state(), &ServiceState::leasesChanged, this, &EntriesPage::refreshSoon);
}

void EntriesPage::refresh()
{
    m_model->refresh();
}

void EntriesPage::ask()
{
    m_model->setQuery(wantedQuery());
    refreshSoon();
    showSummary();
}

/// What the filters and the headers say.
EntriesQuery EntriesPage::wantedQuery() const
{
    EntriesQuery query;
    query.text = m_filters->text();
    query.status = m_filters->status();
    query.tags = m_filters->tags();
    query.sortBy = m_table->sortWord();
    query.descending = m_table->isDescending();
    return query;
}

void EntriesPage::takePage(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        if (const auto *entry = m_model->entryAt(row); entry && !entry->tags.isEmpty())
            m_filters->addKnownTags(entry->tags);
    }
    showWhatIsThere();
    showSummary();
}

void EntriesPage::showWhatIsThere()
{
    const bool isNothing = m_model->rowCount() == 0;
    if (isNothing && !m_filters->isFiltering()) {
        showEmpty(
            tr("No videos yet"),
            tr("Hand over a config on the page Prepare, cache some videos beforehand, or drop "
               "their URLs here."),
            tr("Pre-cache…"));
        return;
    }
    if (isNothing) {
        const auto status = m_filters->status();
        m_nothingFits->setContent(
            status == u"downloading" ? tr("Nothing is being downloaded")
                : status == u"error" ? tr("Nothing has failed")
                                     : tr("No video fits"),
            tr("The search and the filters above leave nothing over."), tr("Show all"));
    }
    m_nothingFits->setVisible(isNothing);
    m_table->setVisible(!isNothing);
    showContent();
}

void EntriesPage::takeEvent(const QStringList &ids)
{
    int asked = 0;
    for (const auto &id : ids) {
        if (!m_selection->contains(id) || ++asked > maxUpdated)
            continue;
        onAnswer(this, state().client().entry(id), [this, id](const Result<EntryInfo> &entry) {
            if (entry)
                m_selection->update(*entry);
            else if (entry.error().code == ErrorCode::NotFound)
                m_selection->forget({id});
        });
    }
    refreshSoon();
}

void EntriesPage::takeDownloads()
{
    m_model->setDownloads(state().downloads());
    QStringList running;
    for (const auto &download : state().downloads())
        running.append(download.id);
    const bool isOther = std::exchange(m_running, running) != running
        || std::exchange(m_failed, state().failedDownloads().size())
            != state().failedDownloads().size();
    // These lists are of downloads, which no event about entries tells of.
    if (isOther && (m_filters->status() == u"downloading" || m_filters->status() == u"error"))
        refreshSoon();
}

void EntriesPage::showCount()
{
    const auto &status = state().status();
    if (!status)
        return;
    setCount(status->cache.entryCount > 0 ? countText(status->cache.entryCount) : QString());
}

void EntriesPage::showSummary()
{
    m_summary->setText(entrySummary(*m_model, *m_selection));
}

void EntriesPage::foldDetails()
{
    const bool hasRoom = width() >= smallestWithDetails;
    m_details->setVisible(hasRoom);
    m_actionsButton->setVisible(!hasRoom);
}

void EntriesPage::activated()
{
    m_everyMinute.start();
}

void EntriesPage::deactivated()
{
    m_everyMinute.stop();
}

void EntriesPage::emptyClicked()
{
    Q_EMIT preCacheWanted({});
}

bool EntriesPage::focusSearch()
{
    m_filters->focusSearch();
    return true;
}

void EntriesPage::reveal(const QString &item)
{
    m_filters->clear();
    m_filters->setText(item);
}

QWidget *EntriesPage::mainView() const
{
    return m_table;
}

void EntriesPage::restoreView(QSettings &settings)
{
    m_table->restoreView(settings);
    m_splitter->restoreState(settings.value("details").toByteArray());
    m_model->setQuery(wantedQuery());
}

void EntriesPage::saveView(QSettings &settings) const
{
    m_table->saveView(settings);
    settings.setValue("details", m_splitter->saveState());
}

void EntriesPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    foldDetails();
}

void EntriesPage::dragEnterEvent(QDragEnterEvent *event)
{
    const bool isOurs = event->source() == m_table;
    if (!isOurs && state().isConnected() && !droppedUrls(*event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void EntriesPage::dropEvent(QDropEvent *event)
{
    const auto urls = droppedUrls(*event->mimeData());
    if (urls.isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT preCacheWanted(urls);
}

} // namespace r2cache
