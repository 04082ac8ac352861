// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/preparepage.h"

#include "ui/droppedconfig.h"
#include "ui/format.h"
#include "ui/icons.h"
#include "ui/pages/heldconfigs.h"
#include "ui/pages/prepareprogress.h"
#include "ui/pages/preparesums.h"
#include "ui/pages/preparetable.h"
#include "ui/prepareoptions.h"
#include "ui/widgets/actionbutton.h"
#include "ui/widgets/cancelquestion.h"
#include "ui/widgets/card.h"
#include "ui/widgets/dropzone.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QSettings>

namespace r2cache {

using namespace Qt::StringLiterals;
using Phase = Preparation::Phase;

PreparePage::PreparePage(ServiceState &state)
    : Page(Id::Prepare, tr("Prepare"), u"prepare"_s, Body::Filling, state)
    , m_preparation(state)
    , m_drop(new DropZone)
    , m_content(new QWidget)
    , m_sums(new PrepareSums)
    , m_options(new PrepareOptions)
    , m_table(new PrepareTable(*m_preparation.model()))
    , m_progress(new PrepareProgress)
    , m_held(new HeldConfigs)
    , m_unknownHosts(makeCaption())
{
    setAcceptDrops(true);
    m_unknownHosts->setWordWrap(true);
    m_unknownHosts->setTextFormat(Qt::PlainText);
    makeActions();
    m_drop->setTexts(
        tr("Drop a config here"), tr("Drop another config here, or"),
        tr("The JSON with a Remotion project's input props, as a file or as text. Its R2 videos "
           "are cached, and you get it back with local URLs; all else in it stays as it is."),
        tr("Open one…"), tr("now:"));
    connect(m_drop, &DropZone::openClicked, this, &PreparePage::askOpen);
    connect(m_drop, &DropZone::nextClicked, &m_preparation, &Preparation::next);

    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(12);
    content->addWidget(m_sums);
    content->addWidget(m_unknownHosts);
    content->addWidget(m_options);
    content->addWidget(m_table->inCard(), 1);
    content->addWidget(makeLastLine());
    body()->addWidget(m_drop);
    body()->addWidget(m_content, 1);
    body()->addWidget(m_held);

    connect(m_options, &PrepareOptions::changed, &m_preparation, &Preparation::setOptions);
    connect(&m_preparation, &Preparation::changed, this, &PreparePage::showState);
    connect(m_table, &PrepareTable::said, this, &PreparePage::said);
    connect(m_held, &HeldConfigs::endWanted, &m_preparation, &Preparation::endLease);
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

/// How far it is, and what can be done now.
QWidget *PreparePage::makeLastLine()
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_progress, 1);
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

QWidget *PreparePage::mainView() const
{
    return m_table;
}

void PreparePage::restoreView(QSettings &settings)
{
    m_table->restoreView(settings);
    m_folder = settings.value("folder").toString();
}

void PreparePage::saveView(QSettings &settings) const
{
    m_table->saveView(settings);
    settings.setValue("folder", m_folder);
}

void PreparePage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!state().isConnected() || !mayBeConfig(*event->mimeData()))
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

void PreparePage::take(const QMimeData *mime)
{
    if (mime == nullptr || !state().isConnected())
        return;
    if (!mayBeConfig(*mime)) {
        Q_EMIT said(tr("That is no config: it is JSON, as a file or as text."));
        return;
    }
    m_drop->setProblem({});
    const auto paths = localFilesIn(*mime);
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
            : tr("then %1 and %Ln more", nullptr, static_cast<int>(waiting.size()) - 1)
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
    m_sums->show(sums);
    showUnknownHosts();
    m_progress->show(m_preparation);
    m_held->show(m_preparation.held());
}

/// Without it a video on a domain that nobody has named is left as it is without a word.
void PreparePage::showUnknownHosts()
{
    constexpr qsizetype most = 3;
    QStringList lines;
    const auto &hosts = m_preparation.unknownHosts();
    for (auto host = hosts.begin(); host != hosts.end() && lines.size() < most; ++host) {
        lines.append(tr("%Ln URLs of %1 look like videos, but that is no R2 host. If it is yours, "
                        "add it in Settings, Custom domains.",
                        nullptr, host.value())
                         .arg(host.key()));
    }
    m_unknownHosts->setText(lines.join(u'\n'));
    m_unknownHosts->setVisible(!lines.isEmpty());
}

} // namespace r2cache
