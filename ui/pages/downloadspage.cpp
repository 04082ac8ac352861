// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/downloadspage.h"

#include "ui/downloadsmodel.h"
#include "ui/format.h"
#include "ui/icons.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/cancelquestion.h"
#include "ui/widgets/card.h"
#include "ui/widgets/columnchoice.h"
#include "ui/widgets/statecell.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Below this width the table does without what the tool tips say, too.
constexpr int narrowTable = 860;

bool isPossible(DownloadCommands::Action action, const DownloadInfo &download)
{
    switch (action) {
    case DownloadCommands::Action::Pause:
        return !download.isFailed() && download.status != u"paused"
            && download.status != u"checking";
    case DownloadCommands::Action::Resume:
        return download.status == u"paused";
    case DownloadCommands::Action::Retry:
        return download.isFailed();
    case DownloadCommands::Action::Cancel:
        break;
    }
    return !download.isFailed() && download.status != u"checking";
}

QStringList idsOf(const QList<DownloadInfo> &downloads)
{
    QStringList ids;
    for (const auto &download : downloads)
        ids.append(download.id);
    return ids;
}

} // namespace

DownloadsPage::DownloadsPage(ServiceState &state)
    : Page(Id::Downloads, tr("Downloads"), u"downloads"_s, Body::Filling, state)
    , m_model(new DownloadsModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_commands(new DownloadCommands(state, this))
    , m_summary(new QLabel)
    , m_selection(makeCaption())
    , m_finished(makeCaption())
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(DownloadsModel::SortRole);
    makeActions();

    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    top->addWidget(m_summary, 1);
    top->addWidget(makeActionButton(m_pauseAll));
    top->addWidget(makeActionButton(m_retryAll));
    body()->addLayout(top);
    body()->addWidget(makeTable(), 1);

    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    m_finished->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    bottom->addWidget(m_selection);
    bottom->addWidget(m_finished, 1);
    for (auto *action : {m_pause, m_resume, m_retry})
        bottom->addWidget(makeActionButton(action));
    bottom->addWidget(makeActionButton(m_cancel, u"destructive"_s));
    body()->addLayout(bottom);

    connect(&state, &ServiceState::downloadsChanged, this, &DownloadsPage::showState);
    connect(&state, &ServiceState::downloadFinished, this, &DownloadsPage::noteFinished);
    connect(&state, &ServiceState::connectionChanged, this, [this] {
        showSummary();
        showSelection();
    });
    connect(m_commands, &DownloadCommands::said, this, &DownloadsPage::said);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &DownloadsPage::showSelection);
    showSelection();
}

void DownloadsPage::makeActions()
{
    const auto make = [this](const QString &text, const QString &icon, const QKeySequence &keys) {
        auto *action = new QAction(themedIcon(icon), text, this);
        action->setShortcut(keys); // while the page is shown, wherever the focus is
        return action;
    };
    m_pause = make(tr("Pause"), u"pause"_s, Qt::CTRL | Qt::Key_P);
    m_resume = make(tr("Resume"), u"resume"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_P);
    m_retry = make(tr("Retry"), u"retry"_s, Qt::CTRL | Qt::Key_T);
    m_cancel = make(tr("Cancel"), u"cancel"_s, QKeySequence::Delete);
    m_copy = make(tr("Copy URL"), u"copy"_s, QKeySequence::Copy);
    m_pauseAll = make(tr("Pause all"), u"pause"_s, {});
    m_retryAll = make(tr("Retry all failed"), u"retry"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_T);
    for (auto *action : {m_cancel, m_copy}) // these keys mean something else elsewhere
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(m_pause, &QAction::triggered, this, [this] { runOnSelected(Action::Pause); });
    connect(m_resume, &QAction::triggered, this, [this] { runOnSelected(Action::Resume); });
    connect(m_retry, &QAction::triggered, this, [this] { runOnSelected(Action::Retry); });
    connect(m_cancel, &QAction::triggered, this, &DownloadsPage::cancelSelected);
    connect(m_copy, &QAction::triggered, this, &DownloadsPage::copyUrls);
    connect(m_pauseAll, &QAction::triggered, this, &DownloadsPage::pauseOrResumeAll);
    connect(m_retryAll, &QAction::triggered, this, [this] {
        m_commands->run(Action::Retry, allFor(Action::Retry));
    });
    addActions({m_pause, m_resume, m_retry, m_cancel, m_copy, m_retryAll});
}

QWidget *DownloadsPage::makeTable()
{
    m_table = new QTableView;
    setUpTable(m_table);
    m_table->setAccessibleName(tr("Downloads"));
    m_table->setModel(m_sorted);
    m_table->setItemDelegateForColumn(DownloadsModel::Progress, new StateCell(this));
    m_table->setItemDelegateForColumn(DownloadsModel::DownloadState, new StateCell(this));
    auto *header = m_table->horizontalHeader();
    header->setSortIndicatorClearable(true); // a third click: the service's order again
    header->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    header->setSectionResizeMode(DownloadsModel::DownloadState, QHeaderView::Stretch);
    m_table->setColumnWidth(DownloadsModel::Origin, 130);
    m_table->setColumnWidth(DownloadsModel::Progress, 150);
    const auto widest
        = DownloadsModel::tr("%1 of %2", "bytes done of all").arg(u"000.0 MB"_s, u"000.0 MB"_s);
    m_table->setColumnWidth(DownloadsModel::Size, fontMetrics().horizontalAdvance(widest) + 18);
    m_table->setColumnWidth(DownloadsModel::Speed, 86);
    m_table->setColumnWidth(DownloadsModel::Left, 56);
    fitTitles(m_table);
    m_columns = new ColumnChoice(m_table, {DownloadsModel::Origin, DownloadsModel::Left});
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &DownloadsPage::showMenu);
    connect(m_table, &QTableView::activated, this, &DownloadsPage::actOn);

    auto *card = new Card;
    card->body()->setContentsMargins(6, 6, 6, 6);
    card->body()->addWidget(m_table);
    return card;
}

void DownloadsPage::refresh()
{
    state().refreshDownloads();
    showState();
}

QWidget *DownloadsPage::mainView() const
{
    return m_table;
}

void DownloadsPage::restoreView(QSettings &settings)
{
    m_columns->restore(settings);
    m_sorted->sort(
        m_table->horizontalHeader()->sortIndicatorSection(),
        m_table->horizontalHeader()->sortIndicatorOrder());
}

void DownloadsPage::saveView(QSettings &settings) const
{
    m_columns->save(settings);
}

void DownloadsPage::showState()
{
    const auto &active = state().downloads();
    const auto &failed = state().failedDownloads();
    const auto going = std::ranges::count_if(
        active, [](const DownloadInfo &download) { return download.status != u"paused"; });
    setCount(going > 0 ? countText(going) : QString());
    m_model->set(active, failed);
    showSummary();
    showSelection();
    if (active.isEmpty() && failed.isEmpty() && m_finishedCount == 0) {
        if (state().isConnected()) {
            showEmpty(
                tr("Nothing is being downloaded"),
                tr("Downloads begin when a config is prepared, a render reads a video that is not "
                   "here yet, or you pre-cache some."),
                tr("Pre-cache…"));
        }
        return;
    }
    showContent();
}

void DownloadsPage::showSummary()
{
    const auto &active = state().downloads();
    int running = 0;
    int paused = 0;
    for (const auto &download : active) {
        running += download.isRunning() ? 1 : 0;
        paused += download.status == u"paused" ? 1 : 0;
    }
    const auto waiting = static_cast<int>(active.size()) - running - paused;
    const auto failed = static_cast<int>(state().failedDownloads().size());
    QStringList parts;
    if (running > 0) {
        const auto speed = state().downloadSpeed();
        parts.append(tr("%Ln running", nullptr, running));
        if (speed > 0)
            parts.append(speedText(speed));
    }
    if (waiting > 0)
        parts.append(tr("%Ln wait", nullptr, waiting));
    if (paused > 0)
        parts.append(tr("%Ln paused", nullptr, paused));
    if (failed > 0)
        parts.append(tr("%Ln failed", nullptr, failed));
    m_summary->setText(parts.isEmpty() ? tr("Nothing is being downloaded") : parts.join(u" · "_s));

    const bool resumes = !active.isEmpty() && paused == active.size();
    m_pauseAll->setText(resumes ? tr("Resume all") : tr("Pause all"));
    m_pauseAll->setEnabled(state().isConnected() && !active.isEmpty());
    m_retryAll->setEnabled(state().isConnected() && failed > 0);
}

void DownloadsPage::showSelection()
{
    const auto count = m_table->selectionModel()->selectedRows().size();
    m_selection->setText(
        count > 0 ? tr("%Ln selected", nullptr, static_cast<int>(count)) : QString());
    m_selection->setVisible(count > 0);
    const std::pair<QAction *, Action> actions[]{
        {m_pause, Action::Pause},
        {m_resume, Action::Resume},
        {m_retry, Action::Retry},
        {m_cancel, Action::Cancel}};
    for (const auto &[action, kind] : actions)
        action->setEnabled(state().isConnected() && !selectedFor(kind).isEmpty());
    m_copy->setEnabled(count > 0);
}

void DownloadsPage::noteFinished(const DownloadInfo &download)
{
    ++m_finishedCount;
    m_finishedBytes += std::max<qint64>(download.totalBytes, 0);
    m_finished->setText(tr("%Ln finished since the window opened, %1", nullptr, m_finishedCount)
                            .arg(bytesText(m_finishedBytes)));
    m_finished->setToolTip(tr("The last: %1").arg(download.url));
}

void DownloadsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    fitColumns();
}

void DownloadsPage::fitColumns()
{
    const bool isNarrow = width() < narrowTable;
    m_table->setColumnWidth(DownloadsModel::Name, std::clamp(width() / 5, 140, 340));
    if (!m_columns->setNarrow(isNarrow))
        return;
    m_table->setColumnWidth(DownloadsModel::Progress, isNarrow ? 110 : 150);
}

void DownloadsPage::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({m_pause, m_resume, m_retry, m_cancel});
    menu->addSeparator();
    menu->addAction(m_copy);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

QList<DownloadInfo> DownloadsPage::selectedFor(Action action) const
{
    QList<DownloadInfo> downloads;
    for (const auto rows = m_table->selectionModel()->selectedRows(); const auto &row : rows) {
        const auto &download = m_model->at(m_sorted->mapToSource(row).row());
        if (isPossible(action, download))
            downloads.append(download);
    }
    return downloads;
}

QStringList DownloadsPage::allFor(Action action) const
{
    QList<DownloadInfo> downloads = state().downloads() + state().failedDownloads();
    downloads.removeIf(
        [action](const DownloadInfo &download) { return !isPossible(action, download); });
    return idsOf(downloads);
}

void DownloadsPage::runOnSelected(Action action)
{
    m_commands->run(action, idsOf(selectedFor(action)));
}

/// A double click or Enter: what one does most to a download in this state, and can be undone.
void DownloadsPage::actOn(const QModelIndex &row)
{
    const auto &download = m_model->at(m_sorted->mapToSource(row).row());
    for (const auto action : {Action::Retry, Action::Resume, Action::Pause}) {
        if (state().isConnected() && isPossible(action, download)) {
            m_commands->run(action, {download.id});
            return;
        }
    }
}

/// Asks first if bytes would be lost.
void DownloadsPage::cancelSelected()
{
    const auto downloads = selectedFor(Action::Cancel);
    qint64 lost = 0;
    for (const auto &download : downloads)
        lost += download.receivedBytes;
    askBeforeCancelling(
        this, static_cast<int>(downloads.size()), lost,
        [this, ids = idsOf(downloads)] { m_commands->run(Action::Cancel, ids); });
}

void DownloadsPage::pauseOrResumeAll()
{
    const auto running = allFor(Action::Pause);
    if (running.isEmpty())
        m_commands->run(Action::Resume, allFor(Action::Resume));
    else
        m_commands->run(Action::Pause, running);
}

void DownloadsPage::copyUrls()
{
    QStringList urls;
    for (const auto rows = m_table->selectionModel()->selectedRows(); const auto &row : rows)
        urls.append(m_model->at(m_sorted->mapToSource(row).row()).url);
    QGuiApplication::clipboard()->setText(urls.join(u'\n'));
    Q_EMIT said(tr("%Ln URLs are in the clipboard.", nullptr, static_cast<int>(urls.size())));
}

void DownloadsPage::emptyClicked()
{
    Q_EMIT preCacheWanted({});
}

} // namespace r2cache
