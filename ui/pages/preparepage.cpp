// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/preparepage.h"

#include "ui/format.h"
#include "ui/icons.h"
#include "ui/prepareoptions.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/cancelquestion.h"
#include "ui/widgets/card.h"
#include "ui/widgets/dropzone.h"
#include "ui/widgets/statecell.h"
#include "ui/widgets/statefigure.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace r2cache {

using namespace Qt::StringLiterals;
using Phase = Preparation::Phase;

namespace {

/// Below this width the table does without what the tool tips say, too.
constexpr int narrowTable = 860;
constexpr int barSteps = 1000;

QStringList localFilesIn(const QMimeData *data)
{
    QStringList paths;
    for (const auto urls = data->urls(); const auto &url : urls) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

/// Whether it is worth a try: the rest is said when it is read.
bool mayBeConfig(const QMimeData *data)
{
    if (!localFilesIn(data).isEmpty())
        return true;
    const auto text = data->text().trimmed();
    return text.startsWith(u'{') || text.startsWith(u'[');
}

QString sizeOf(const Preparation::Sum &sum)
{
    return sum.bytes > 0 ? bytesText(sum.bytes) : QString();
}

} // namespace

PreparePage::PreparePage(ServiceState &state)
    : Page(Id::Prepare, tr("Prepare"), u"prepare"_s, Body::Filling, state)
    , m_preparation(state)
    , m_drop(new DropZone)
    , m_content(new QWidget)
    , m_options(new PrepareOptions)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_heldList(new QWidget)
{
    setAcceptDrops(true);
    makeActions();
    m_drop->setTexts(
        tr("Drop a config here"), tr("Drop another config here, or"),
        tr("The JSON with a Remotion project's input props, as a file or as text. Its R2 videos "
           "are "
           "cached, and you get it back with local URLs; all else in it stays as it is."),
        tr("Open one…"), tr("now:"));
    connect(m_drop, &DropZone::openClicked, this, &PreparePage::askOpen);
    connect(m_drop, &DropZone::nextClicked, &m_preparation, &Preparation::next);

    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(12);
    content->addWidget(makeSums());
    content->addWidget(m_options);
    content->addWidget(makeTable(), 1);
    content->addWidget(makeProgress());
    auto *held = new QVBoxLayout(m_heldList);
    held->setContentsMargins(0, 0, 0, 0);
    held->setSpacing(4);
    body()->addWidget(m_drop);
    body()->addWidget(m_content, 1);
    body()->addWidget(m_heldList);

    connect(m_options, &PrepareOptions::changed, &m_preparation, &Preparation::setOptions);
    connect(&m_preparation, &Preparation::changed, this, &PreparePage::showState);
    connect(&m_preparation, &Preparation::said, this, &PreparePage::said);
    connect(&m_preparation, &Preparation::failed, this, [this](const Error &error) {
        m_drop->setProblem(error.message);
    });
    connect(&state, &ServiceState::connectionChanged, this, &PreparePage::showState);
    showState();
}

void PreparePage::makeActions()
{
    const auto make = [this](const QString &text, const QString &icon, const QKeySequence &keys) {
        auto *action = new QAction(themedIcon(icon), text, this);
        action->setShortcut(keys); // while the page is shown, wherever the focus is
        addAction(action);
        return action;
    };
    m_open = make(tr("Open…"), u"open"_s, QKeySequence::Open);
    m_paste = make(tr("Paste"), u"copy"_s, QKeySequence::Paste);
    m_start = make(tr("Prepare"), u"prepare"_s, Qt::CTRL | Qt::Key_Return);
    m_again = make(tr("Prepare again"), u"retry"_s, Qt::CTRL | Qt::Key_Return);
    m_cancel = make(tr("Cancel"), u"cancel"_s, {});
    m_copy = make(tr("Copy config"), u"copy"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_save = make(tr("Save rewritten config…"), u"save"_s, QKeySequence::Save);
    connect(m_open, &QAction::triggered, this, &PreparePage::askOpen);
    connect(m_paste, &QAction::triggered, this, [this] {
        take(QGuiApplication::clipboard()->mimeData());
    });
    const auto start = [this] {
        m_drop->setProblem({});
        m_preparation.start();
    };
    connect(m_start, &QAction::triggered, this, start);
    connect(m_again, &QAction::triggered, this, start);
    connect(m_cancel, &QAction::triggered, this, &PreparePage::askCancel);
    connect(m_copy, &QAction::triggered, this, &PreparePage::copyConfig);
    connect(m_save, &QAction::triggered, this, &PreparePage::askSave);
}

QWidget *PreparePage::makeSums()
{
    auto *row = new QWidget;
    auto *cards = new QHBoxLayout(row);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(12);
    const auto add = [cards](const QString &title) {
        auto *card = new Card(title);
        auto *figure = new FigureLabel;
        card->body()->addWidget(figure);
        cards->addWidget(card, 1);
        return figure;
    };
    m_all = add(tr("R2 videos"));
    m_here = add(tr("Cached already"));
    m_toFetch = add(tr("To fetch"));
    m_keptNone = add(tr("Keep their URL"));
    m_kept = new StateFigure;
    static_cast<Card *>(m_keptNone->parentWidget())->body()->addWidget(m_kept);
    row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return row;
}

QWidget *PreparePage::makeTable()
{
    m_sorted->setSourceModel(m_preparation.model());
    m_sorted->setSortRole(PrepareModel::SortRole);
    m_table = new QTableView;
    setUpTable(m_table);
    m_table->setAccessibleName(tr("Videos of the config"));
    m_table->setModel(m_sorted);
    m_table->setItemDelegateForColumn(PrepareModel::UrlState, new StateCell(this));
    auto *header = m_table->horizontalHeader();
    header->setSortIndicatorClearable(true); // a third click: the config's order again
    header->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    header->setSectionResizeMode(PrepareModel::UrlState, QHeaderView::Stretch);
    m_table->setColumnWidth(PrepareModel::Video, 180);
    m_table->setColumnWidth(PrepareModel::Origin, 130);
    m_table->setColumnWidth(PrepareModel::Size, 80);
    m_table->setColumnWidth(PrepareModel::Quality, 72);
    m_table->setColumnWidth(PrepareModel::Left, 56);

    auto *card = new Card;
    card->body()->setContentsMargins(6, 6, 6, 6);
    card->body()->addWidget(m_table);
    return card;
}

QWidget *PreparePage::makeProgress()
{
    m_bar = new QProgressBar;
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of all videos"));
    m_progress = new QLabel;
    m_progress->setProperty("role", u"unit"_s);
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_bar, 1);
    row->addWidget(m_progress);
    row->addStretch();
    row->addWidget(makeActionButton(m_cancel, u"destructive"_s, line));
    row->addWidget(makeActionButton(m_again, {}, line));
    row->addWidget(makeActionButton(m_copy, {}, line));
    row->addWidget(makeActionButton(m_save, u"primary"_s, line));
    row->addWidget(makeActionButton(m_start, u"primary"_s, line));
    return line;
}

void PreparePage::refresh()
{
    showContent();
    showState();
}

void PreparePage::restoreView(QSettings &settings)
{
    m_table->horizontalHeader()->restoreState(settings.value("columns").toByteArray());
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_folder = settings.value("folder").toString();
}

void PreparePage::saveView(QSettings &settings) const
{
    settings.setValue("columns", m_table->horizontalHeader()->saveState());
    settings.setValue("folder", m_folder);
}

void PreparePage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!state().isConnected() || !mayBeConfig(event->mimeData()))
        return;
    event->acceptProposedAction();
    m_drop->setActive(true);
}

void PreparePage::dragLeaveEvent(QDragLeaveEvent *event)
{
    Q_UNUSED(event)
    m_drop->setActive(false);
}

void PreparePage::dropEvent(QDropEvent *event)
{
    m_drop->setActive(false);
    event->acceptProposedAction();
    take(event->mimeData());
}

/// Files, or the text of a config itself.
void PreparePage::take(const QMimeData *mime)
{
    if (mime == nullptr || !state().isConnected())
        return;
    if (!mayBeConfig(mime)) {
        Q_EMIT said(tr("That is no config: it is JSON, as a file or as text."));
        return;
    }
    m_drop->setProblem({});
    const auto paths = localFilesIn(mime);
    for (const auto &path : paths)
        m_preparation.open(path);
    if (paths.isEmpty())
        m_preparation.take(tr("pasted.json"), mime->text().toUtf8());
    else
        m_folder = QFileInfo(paths.constLast()).absolutePath();
}

void PreparePage::askOpen()
{
    auto *dialog
        = new QFileDialog(this, tr("Open a config"), m_folder, tr("JSON (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        m_drop->setProblem({});
        for (const auto &path : paths)
            m_preparation.open(path);
        m_folder = QFileInfo(paths.value(0)).absolutePath();
    });
    dialog->open();
}

void PreparePage::askSave()
{
    const auto &config = m_preparation.config();
    const auto path = config.folder.isEmpty() ? QDir(m_folder).filePath(config.localPath())
                                              : config.localPath();
    auto *dialog = new QFileDialog(
        this, tr("Save the rewritten config"), QFileInfo(path).absolutePath(),
        tr("JSON (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(QFileInfo(path).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &chosen) {
        m_folder = QFileInfo(chosen).absolutePath();
        m_preparation.save(chosen);
    });
    dialog->open();
}

void PreparePage::askCancel()
{
    int unfinished = 0;
    qint64 lost = 0;
    for (const auto &url : m_preparation.model()->urls()) {
        if (url.stage != PreparedUrl::Stage::Fetching)
            continue;
        ++unfinished;
        lost += url.download.receivedBytes;
    }
    askBeforeCancelling(this, unfinished, lost, [this] { m_preparation.cancel(); });
}

void PreparePage::copyConfig()
{
    auto *mime = new QMimeData;
    mime->setText(QString::fromUtf8(m_preparation.rewritten()));
    mime->setData(u"application/json"_s, m_preparation.rewritten());
    QGuiApplication::clipboard()->setMimeData(mime);
    Q_EMIT said(tr("The rewritten config is in the clipboard."));
}

void PreparePage::showState()
{
    const auto phase = m_preparation.phase();
    const bool hasConfig = phase != Phase::Nothing && !m_preparation.config().name.isEmpty();
    m_drop->setLarge(!hasConfig);
    const auto waiting = m_preparation.waiting();
    const bool isBusy
        = phase == Phase::Reading || phase == Phase::Starting || phase == Phase::Running;
    m_drop->setCurrent(
        hasConfig ? m_preparation.config().name : QString(),
        waiting.isEmpty() ? QString()
            : waiting.size() == 1
            ? tr("then %1").arg(waiting.constFirst())
            : tr("then %1 and %n more", nullptr, static_cast<int>(waiting.size()) - 1)
                  .arg(waiting.constFirst()),
        !isBusy);
    m_content->setVisible(hasConfig);
    m_options->setEnabled(!isBusy && state().isConnected());

    const auto sums = m_preparation.sums();
    const bool isConnected = state().isConnected();
    const bool isFinished = phase == Phase::Finished;
    const bool isRunning = phase == Phase::Running || phase == Phase::Starting;
    m_start->setVisible(!isFinished && !isRunning);
    m_start->setEnabled(isConnected && phase == Phase::Ready && sums.all.videos > 0);
    m_again->setVisible(isFinished && sums.kept.videos > 0);
    m_again->setEnabled(isConnected);
    m_cancel->setVisible(isRunning);
    m_cancel->setEnabled(isConnected && phase == Phase::Running);
    for (auto *action : {m_copy, m_save}) {
        action->setVisible(isFinished || isRunning);
        action->setEnabled(isFinished);
    }
    m_paste->setEnabled(isConnected);
    m_open->setEnabled(isConnected);
    setCount(
        isRunning
            ? tr("%1 of %2", "videos finished of all")
                  .arg(countText(sums.here.videos + sums.kept.videos), countText(sums.all.videos))
            : QString());
    showSums();
    showProgress();
    showHeld();
}

void PreparePage::showSums()
{
    const auto sums = m_preparation.sums();
    m_all->setFigure(countText(sums.all.videos), sizeOf(sums.all));
    m_here->setFigure(countText(sums.here.videos), sizeOf(sums.here));
    m_toFetch->setFigure(countText(sums.toFetch.videos), sizeOf(sums.toFetch));
    m_keptNone->setFigure(u"0"_s, {});
    m_kept->setState(State::Bad, countText(sums.kept.videos));
    m_keptNone->setVisible(sums.kept.videos == 0);
    m_kept->setVisible(sums.kept.videos > 0);
}

void PreparePage::showProgress()
{
    const auto phase = m_preparation.phase();
    const auto sums = m_preparation.sums();
    m_bar->setVisible(phase == Phase::Running || phase == Phase::Starting);
    const auto bytes = sums.here.bytes + sums.toFetch.bytes;
    const auto share = sums.areExact && bytes > 0
        ? static_cast<double>(sums.bytesHere) / static_cast<double>(bytes)
        : static_cast<double>(sums.here.videos + sums.kept.videos) / std::max(sums.all.videos, 1);
    m_bar->setValue(static_cast<int>(share * barSteps));
    QStringList parts;
    switch (phase) {
    case Phase::Nothing:
        break;
    case Phase::Reading:
    case Phase::Analysing:
        parts.append(tr("Looking for R2 videos…"));
        break;
    case Phase::Ready:
        if (sums.all.videos == 0)
            parts.append(tr("No R2 video is in this config: nothing has to be prepared."));
        else if (m_preparation.isProbing())
            parts.append(tr("Asking the origins for true sizes…"));
        break;
    case Phase::Starting:
    case Phase::Running:
        parts.append(percentText(share));
        if (sums.bytesPerSecond > 0)
            parts.append(speedText(sums.bytesPerSecond));
        if (sums.bytesPerSecond > 0 && sums.areExact && bytes > sums.bytesHere) {
            parts.append(tr("%1 left").arg(
                durationText((bytes - sums.bytesHere) * 1000 / sums.bytesPerSecond)));
        }
        break;
    case Phase::Finished:
        if (m_preparation.wasCancelled())
            parts.append(tr("Cancelled"));
        parts.append(
            sums.kept.videos == 0
                ? tr("All %n videos are local", nullptr, sums.all.videos)
                : tr("%1 of %2 videos are local")
                      .arg(countText(sums.here.videos), countText(sums.all.videos)));
        break;
    }
    m_progress->setText(parts.join(u" · "_s));
}

void PreparePage::showHeld()
{
    const auto &held = m_preparation.held();
    m_heldList->setVisible(!held.isEmpty());
    if (std::exchange(m_heldShown, held) == held)
        return;
    auto *list = m_heldList->layout();
    while (auto *item = list->takeAt(0)) {
        item->widget()->deleteLater(); // one of its buttons may be what was clicked
        item->widget()->hide();
        delete item;
    }
    for (const auto &one : held) {
        auto *line = new QWidget(m_heldList);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        auto *text = makeCaption(
            one.expiresAt.isValid()
                ? tr("%n videos stay in the cache for “%1” until %2.", nullptr, one.videos)
                      .arg(one.name, timeText(one.expiresAt))
                : tr("The videos of “%1” stay in the cache.").arg(one.name),
            line);
        text->setTextFormat(Qt::PlainText);
        auto *end = new QPushButton(tr("End lease"), line);
        end->setProperty("role", u"link"_s);
        end->setFont(text->font());
        end->setCursor(Qt::PointingHandCursor);
        end->setToolTip(tr("They may be evicted then, when space is needed."));
        end->setAccessibleName(tr("End the lease for %1").arg(one.name));
        connect(end, &QPushButton::clicked, this, [this, id = one.leaseId] {
            m_preparation.endLease(id);
        });
        row->addWidget(text);
        row->addWidget(end);
        row->addStretch();
        list->addWidget(line);
    }
}

void PreparePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    fitColumns();
}

void PreparePage::fitColumns()
{
    const bool isNarrow = width() < narrowTable;
    m_table->setColumnWidth(PrepareModel::Where, std::clamp(width() / 5, 140, 340));
    if (isNarrow == m_table->isColumnHidden(PrepareModel::Origin))
        return;
    m_table->setColumnHidden(PrepareModel::Origin, isNarrow);
    m_table->setColumnHidden(PrepareModel::Quality, isNarrow);
    m_table->setColumnWidth(PrepareModel::Video, isNarrow ? 140 : 180);
}

} // namespace r2cache
