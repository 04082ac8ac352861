// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entryactions.h"

#include "ui/format.h"
#include "ui/icons.h"
#include "ui/pages/entryselection.h"
#include "ui/pages/removalquestion.h"
#include "ui/servicestate.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QInputDialog>
#include <QJsonArray>
#include <QMenu>
#include <QUrl>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QStringList idsOf(const QList<EntryInfo> &entries)
{
    QStringList ids;
    for (const auto &entry : entries)
        ids.append(entry.id);
    return ids;
}

/// What people write as tags: commas between, blanks around.
QStringList tagsOf(const QString &text)
{
    QStringList tags;
    for (const auto parts = text.split(u',', Qt::SkipEmptyParts); const auto &part : parts) {
        if (const auto tag = part.trimmed(); !tag.isEmpty() && !tags.contains(tag))
            tags.append(tag);
    }
    return tags;
}

} // namespace

EntryActions::EntryActions(
    ServiceState &state, const EntryModel &model, EntrySelection &selection, QWidget *table)
    : QObject(table)
    , m_state(state)
    , m_model(model)
    , m_selection(selection)
    , m_table(table)
    , m_play(make(u"resume"_s, tr("Play"), Qt::CTRL | Qt::Key_Return, &EntryActions::playIt))
    , m_copyLocal(
          make(u"copy"_s, tr("Copy local URL"), QKeySequence::Copy, &EntryActions::copyLocalUrls))
    , m_copyOriginal(make(
          u"copy"_s, tr("Copy original URL"), Qt::CTRL | Qt::SHIFT | Qt::Key_C,
          &EntryActions::copyOriginalUrls))
    , m_pin(make(u"pin"_s, tr("Pin"), Qt::CTRL | Qt::Key_P, &EntryActions::pinAll))
    , m_unpin(
          make(u"pin"_s, tr("Unpin"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, &EntryActions::unpinAll))
    , m_verify(make(u"verify"_s, tr("Verify"), Qt::CTRL | Qt::Key_E, &EntryActions::verifyAll))
    , m_tags(make({}, tr("Tags…"), Qt::CTRL | Qt::Key_T, &EntryActions::askTags))
    , m_openFolder(
          make(u"folder"_s, tr("Open folder"), Qt::CTRL | Qt::Key_O, &EntryActions::openItsFolder))
    , m_remove(make(u"delete"_s, tr("Delete…"), QKeySequence::Delete, &EntryActions::askRemove))
{
    m_play->setToolTip(tr("Opens it with the program for videos, as a double click does"));
    m_pin->setToolTip(tr("Keeps it when room is needed"));
    m_unpin->setToolTip(tr("Lets it go again when room is needed"));
    m_verify->setToolTip(tr("Reads it again and compares it with what was downloaded"));
    connect(&selection, &EntrySelection::changed, this, &EntryActions::enable);
    connect(&state, &ServiceState::connectionChanged, this, &EntryActions::enable);
    enable();
}

QAction *EntryActions::make(
    const QString &icon, const QString &text, const QKeySequence &key, void (EntryActions::*act)())
{
    auto *action = new QAction(text, this);
    if (!icon.isEmpty())
        action->setIcon(themedIcon(icon));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, act);
    m_table->addAction(action);
    return action;
}

void EntryActions::fillMenu(QMenu *menu) const
{
    menu->addAction(m_play);
    menu->addSeparator();
    menu->addActions({m_copyLocal, m_copyOriginal});
    menu->addSeparator();
    menu->addActions({m_pin, m_unpin, m_verify, m_tags});
    menu->addSeparator();
    menu->addActions({m_openFolder, m_remove});
}

void EntryActions::enable()
{
    const auto entries = m_selection.entries();
    const bool isAll = m_selection.isAll();
    const bool isSome = !entries.isEmpty() && m_selection.isComplete();
    const bool haveFiles = isSome && std::ranges::all_of(entries, hasFile);
    const bool mayAct = (haveFiles || isAll) && m_state.isConnected() && !m_isBusy;
    const auto isPinned = [](const EntryInfo &entry) {
        return entry.pinned;
    };
    m_copyLocal->setEnabled(isSome);
    m_copyOriginal->setEnabled(isSome);
    m_pin->setEnabled(mayAct);
    m_pin->setVisible(isAll || entries.isEmpty() || !std::ranges::all_of(entries, isPinned));
    m_unpin->setEnabled(mayAct);
    m_unpin->setVisible(isAll || std::ranges::any_of(entries, isPinned));
    m_verify->setEnabled(mayAct);
    m_tags->setEnabled(mayAct);
    m_tags->setText(m_selection.single() ? tr("Tags…") : tr("Add tags…"));
    m_remove->setEnabled(mayAct);
    m_play->setEnabled(m_selection.single() && haveFiles);
    // There is nothing to open where the service is another machine's.
    const auto *single = m_selection.single();
    m_openFolder->setEnabled(single && haveFiles && QFileInfo::exists(single->localPath));
    m_openFolder->setVisible(!single || !haveFiles || m_openFolder->isEnabled());
}

/// The file where it is this machine's, else what the service's proxy serves of it.
void EntryActions::playIt()
{
    const auto *single = m_selection.single();
    if (!single || !m_play->isEnabled())
        return;
    const auto url = QFileInfo::exists(single->localPath) ? QUrl::fromLocalFile(single->localPath)
                                                          : QUrl(single->localUrl);
    if (!QDesktopServices::openUrl(url))
        Q_EMIT said(tr("Nothing here plays videos: %1").arg(single->localUrl));
}

void EntryActions::copyLocalUrls()
{
    QStringList urls;
    for (const auto entries = m_selection.entries(); const auto &entry : entries)
        urls.append(entry.localUrl);
    copy(urls);
}

void EntryActions::copyOriginalUrls()
{
    QStringList urls;
    for (const auto entries = m_selection.entries(); const auto &entry : entries)
        urls.append(entry.originalUrl);
    copy(urls);
}

void EntryActions::copy(const QStringList &urls)
{
    QGuiApplication::clipboard()->setText(urls.join(u'\n'));
    Q_EMIT said(
        urls.size() == 1
            ? tr("%1 is in the clipboard.").arg(urls.constFirst())
            : tr("%Ln URLs are in the clipboard.", nullptr, static_cast<int>(urls.size())));
}

void EntryActions::pinAll()
{
    run(u"pin"_s, {}, [this](const BatchResult &result) {
        Q_EMIT said(
            tr("%Ln videos are pinned: they stay when room is needed.", nullptr,
               static_cast<int>(result.done))
            + failureText(result));
    });
}

void EntryActions::unpinAll()
{
    run(u"unpin"_s, {}, [this](const BatchResult &result) {
        Q_EMIT said(
            tr("%Ln videos are not pinned any more.", nullptr, static_cast<int>(result.done))
            + failureText(result));
    });
}

void EntryActions::verifyAll()
{
    run(u"verify"_s, {}, [this](const BatchResult &result) {
        Q_EMIT said(
            tr("%Ln videos are being read again; a damaged one is set aside.", nullptr,
               static_cast<int>(result.done))
            + failureText(result));
    });
}

void EntryActions::askTags()
{
    const auto *single = m_selection.single();
    auto *dialog = new QInputDialog(m_table->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(single ? tr("Tags") : tr("Add tags"));
    dialog->setLabelText(
        single ? tr("Tags of %1, with commas between:").arg(nameOfUrl(single->originalUrl))
               : tr("Tags to add to the selected videos, with commas between:"));
    dialog->setTextValue(single ? single->tags.join(u", "_s) : QString());
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        setTags(tagsOf(text));
    });
    dialog->open();
}

/// Of a single entry these are all tags; to several they are added.
void EntryActions::setTags(const QStringList &tags)
{
    QStringList added = tags;
    QStringList gone;
    if (const auto *single = m_selection.single()) {
        for (const auto &tag : single->tags) {
            added.removeAll(tag);
            if (!tags.contains(tag))
                gone.append(tag);
        }
    }
    const auto say = [this](const BatchResult &result) {
        Q_EMIT said(
            tr("The tags of %Ln videos are set.", nullptr, static_cast<int>(result.done))
            + failureText(result));
    };
    const auto add = [this, added, say] {
        run(u"tag"_s, {{u"tags"_s, QJsonArray::fromStringList(added)}}, say);
    };
    if (gone.isEmpty() && added.isEmpty())
        return;
    if (gone.isEmpty()) {
        add();
        return;
    }
    const QJsonObject off{{u"tags"_s, QJsonArray::fromStringList(gone)}};
    run(u"untag"_s, off, [added, say, add](const BatchResult &result) {
        if (added.isEmpty())
            say(result);
        else
            add();
    });
}

void EntryActions::openItsFolder()
{
    if (const auto *single = m_selection.single()) {
        const auto folder = QFileInfo(single->localPath).absolutePath();
        if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
            Q_EMIT said(tr("Nothing here opens folders: %1").arg(folder));
    }
}

void EntryActions::askRemove()
{
    auto *question
        = removalQuestion(m_selection.entries(), m_model.query(), m_state, m_table->window());
    connect(question, &QMessageBox::buttonClicked, this, [this, question](QAbstractButton *button) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole)
            removeAll();
    });
    question->open();
}

void EntryActions::removeAll()
{
    const auto entries = m_selection.entries();
    run(u"delete"_s, {}, [this, entries](const BatchResult &result) {
        m_selection.forget(removedOf(entries, result));
        Q_EMIT said(removalText(entries, result));
    });
}

void EntryActions::run(
    const QString &action, const QJsonObject &options,
    std::function<void(const BatchResult &)> done)
{
    m_isBusy = true;
    enable();
    const auto finish = [this, done = std::move(done)](const Result<BatchResult> &result) {
        m_isBusy = false;
        enable();
        if (result)
            done(*result);
        else
            Q_EMIT said(result.error().message);
        Q_EMIT this->done();
    };
    auto &client = m_state.client();
    if (m_selection.isAll()) {
        Q_EMIT said(tr("Working on all of them…"));
        onAnswer(this, client.batchOfAll(action, m_model.query(), options), finish);
        return;
    }
    auto *batch
        = new EntryBatch(client, action, idsOf(m_selection.entries()), options, finish, this);
    connect(batch, &EntryBatch::progressed, this, [this](qsizetype sofar, qsizetype total) {
        Q_EMIT said(tr("%1 of %2…").arg(countText(sofar), countText(total)));
    });
}

} // namespace r2cache
