// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cacheactions.h"

#include "ui/format.h"
#include "ui/precachedialog.h"
#include "ui/servicestate.h"

#include <QAction>
#include <QJsonArray>
#include <QMessageBox>
#include <QPushButton>

namespace r2cache {

using namespace Qt::StringLiterals;

CacheActions::CacheActions(ServiceState &state, QWidget *window)
    : QObject(window)
    , m_state(state)
    , m_window(window)
    , m_preCache(new QAction(tr("Pre-cache…"), this))
    , m_optimize(new QAction(tr("Optimize"), this))
    , m_clear(new QAction(tr("Clear…"), this))
{
    m_preCache->setToolTip(tr("Download videos now that a render will need"));
    m_preCache->setShortcut(QKeySequence::New);
    window->addAction(m_preCache); // wherever the focus is
    m_optimize->setToolTip(
        tr("Ask whether expired videos are still the same, keep the limits, remove what is stray"));
    m_clear->setToolTip(tr("Remove videos from the cache"));
    connect(m_preCache, &QAction::triggered, this, [this] { askPreCache({}); });
    connect(m_optimize, &QAction::triggered, this, &CacheActions::runOptimize);
    connect(m_clear, &QAction::triggered, this, &CacheActions::askClear);
    connect(&state, &ServiceState::connectionChanged, this, &CacheActions::enable);
    enable();
}

void CacheActions::enable()
{
    m_preCache->setEnabled(m_state.isConnected());
    m_optimize->setEnabled(m_state.isConnected() && !m_isBusy);
    m_clear->setEnabled(m_state.isConnected() && !m_isBusy);
}

void CacheActions::askPreCache(const QStringList &urls)
{
    auto *dialog = new PreCacheDialog(urls, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { beginPreCache(dialog->urls()); });
    dialog->open();
}

void CacheActions::beginPreCache(const QStringList &urls)
{
    onAnswer(this, m_state.client().preCache(urls), [this](const Result<QJsonObject> &answer) {
        if (!answer) {
            Q_EMIT said(answer.error().message);
            return;
        }
        const auto summary = answer->value(u"summary").toObject();
        const int failed = summary.value(u"failed").toInt();
        if (failed == 0) {
            Q_EMIT said(
                tr("%Ln videos are being cached.", nullptr, summary.value(u"total").toInt()));
            return;
        }
        for (const auto results = answer->value(u"results").toArray(); const auto &one : results) {
            if (const auto error = one.toObject().value(u"error").toString(); !error.isEmpty()) {
                Q_EMIT said(tr("%1 of %2 cannot be cached: %3")
                                .arg(failed)
                                .arg(summary.value(u"total").toInt())
                                .arg(error));
                return;
            }
        }
    });
}

void CacheActions::runOptimize()
{
    m_isBusy = true;
    enable();
    Q_EMIT said(tr("Putting the cache in order…"));
    onAnswer(this, m_state.client().optimize(), [this](const Result<RemovalResult> &result) {
        m_isBusy = false;
        enable();
        if (!result)
            Q_EMIT said(result.error().message);
        else if (result->removedEntries == 0)
            Q_EMIT said(tr("The cache is in order; nothing had to be removed."));
        else
            Q_EMIT said(tr("%Ln videos were removed, %1 freed.", nullptr,
                           static_cast<int>(result->removedEntries))
                            .arg(bytesText(result->bytesFreed)));
    });
}

void CacheActions::askClear()
{
    const auto &status = m_state.status();
    if (!status)
        return;
    const auto held = m_state.heldEntries();
    auto *question = new QMessageBox(
        QMessageBox::Warning, tr("Clear the cache"),
        tr("What should be removed of %Ln videos, %1?", nullptr,
           static_cast<int>(status->cache.entryCount))
            .arg(bytesText(status->cache.currentSizeBytes)),
        QMessageBox::NoButton, m_window);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QString info = tr("They are downloaded again when a render asks for them.");
    if (held > 0)
        info += u'\n'
            + tr("%Ln videos are held by renders and stay.", nullptr, static_cast<int>(held));
    question->setInformativeText(info);
    const auto *all = question->addButton(tr("Remove all"), QMessageBox::DestructiveRole);
    const auto *expired = question->addButton(tr("Only expired ones"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(
        question, &QMessageBox::buttonClicked, this, [this, all, expired](QAbstractButton *button) {
            if (button == all)
                runClear(u"all"_s);
            else if (button == expired)
                runClear(u"ttl_expired"_s);
        });
    question->open();
}

void CacheActions::runClear(const QString &strategy)
{
    m_isBusy = true;
    enable();
    const QJsonObject options{{u"strategy"_s, strategy}};
    onAnswer(this, m_state.client().clear(options), [this](const Result<RemovalResult> &result) {
        m_isBusy = false;
        enable();
        if (!result)
            Q_EMIT said(result.error().message);
        else
            Q_EMIT said(tr("%Ln videos were removed, %1 freed.", nullptr,
                           static_cast<int>(result->removedEntries))
                            .arg(bytesText(result->bytesFreed)));
    });
}

} // namespace r2cache
