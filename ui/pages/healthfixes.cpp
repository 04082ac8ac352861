// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/healthfixes.h"

#include "ui/format.h"
#include "ui/healthnotes.h"
#include "ui/servicestate.h"

#include <QMessageBox>
#include <QPushButton>

#include <memory>

namespace r2cache {

using namespace Qt::StringLiterals;

HealthFixes::HealthFixes(ServiceState &state, QWidget *window)
    : QObject(window)
    , m_state(state)
    , m_window(window)
{ }

bool HealthFixes::run(QStringView action)
{
    if (action == healthaction::optimize)
        optimize();
    else if (action == healthaction::clearExpired)
        askClearExpired();
    else if (action == healthaction::retryFailed)
        retryFailed();
    else if (action == healthaction::enable)
        enableCache();
    else if (action == healthaction::verify)
        verifyAll();
    else
        return false;
    return true;
}

void HealthFixes::begin(const QString &sentence)
{
    m_isBusy = true;
    Q_EMIT busyChanged();
    if (!sentence.isEmpty())
        Q_EMIT said(sentence);
}

void HealthFixes::end(const QString &sentence)
{
    m_isBusy = false;
    Q_EMIT busyChanged();
    Q_EMIT said(sentence);
}

void HealthFixes::optimize()
{
    begin(tr("Putting the cache in order…"));
    onAnswer(this, m_state.client().optimize(), [this](const Result<RemovalResult> &result) {
        if (!result)
            end(result.error().message);
        else if (result->removedEntries == 0)
            end(tr("The cache is in order; nothing had to be removed."));
        else
            end(tr("%Ln videos were removed, %1 freed.", nullptr,
                   static_cast<int>(result->removedEntries))
                    .arg(bytesText(result->bytesFreed)));
    });
}

void HealthFixes::askClearExpired()
{
    EntriesQuery expired;
    expired.status = u"expired"_s;
    expired.limit = 1;
    onAnswer(this, m_state.client().entries(expired), [this](const Result<EntryList> &list) {
        if (!list || list->total == 0) {
            Q_EMIT said(
                list ? tr("No video has expired; nothing was removed.") : list.error().message);
            return;
        }
        auto *question = new QMessageBox(
            QMessageBox::Warning, tr("Clear expired videos"),
            tr("Remove %Ln expired videos?", nullptr, static_cast<int>(list->total)),
            QMessageBox::NoButton, m_window);
        question->setAttribute(Qt::WA_DeleteOnClose);
        question->setInformativeText(
            tr("They are downloaded again when a render asks for them. What renders hold stays."));
        const auto *remove = question->addButton(tr("Remove"), QMessageBox::DestructiveRole);
        question->setDefaultButton(question->addButton(QMessageBox::Cancel));
        connect(
            question, &QMessageBox::buttonClicked, this,
            [this, remove](const QAbstractButton *button) {
                if (button == remove)
                    clearExpired();
            });
        question->open();
    });
}

void HealthFixes::clearExpired()
{
    begin({});
    onAnswer(
        this, m_state.client().clear({{u"strategy"_s, u"ttl_expired"_s}}),
        [this](const Result<RemovalResult> &result) {
            end(result ? tr("%Ln videos were removed, %1 freed.", nullptr,
                            static_cast<int>(result->removedEntries))
                             .arg(bytesText(result->bytesFreed))
                       : result.error().message);
        });
}

void HealthFixes::retryFailed()
{
    struct Attempts
    {
        qsizetype left = 0;
        int begun = 0;
        QString problem;
    };
    const auto failures = failuresOf(m_state.failedDownloads());
    if (failures.isEmpty())
        return;
    const auto attempts = std::make_shared<Attempts>();
    attempts->left = failures.size();
    begin({});
    for (const auto &download : failures) {
        onAnswer(
            this, m_state.client().actOnDownload(download.id, u"retry"_s),
            [this, attempts](const Result<QJsonObject> &answer) {
                if (answer)
                    ++attempts->begun;
                else
                    attempts->problem = answer.error().message;
                if (--attempts->left > 0)
                    return;
                end(attempts->begun > 0 ? tr("%Ln downloads begin again.", nullptr, attempts->begun)
                                        : attempts->problem);
            });
    }
}

void HealthFixes::enableCache()
{
    begin({});
    onAnswer(
        this, m_state.client().changeSettings({{u"CACHE_ENABLED"_s, true}}),
        [this](const Result<QJsonObject> &answer) {
            if (!answer)
                return end(answer.error().message);
            const auto overridden
                = answer->value(u"overridden").toObject().value(u"CACHE_ENABLED").toString();
            end(overridden.isEmpty() ? tr("Caching is on.")
                                     : tr("CACHE_ENABLED is saved, but %1 says otherwise and wins.")
                                           .arg(overridden));
        });
}

void HealthFixes::verifyAll()
{
    begin({});
    onAnswer(this, m_state.client().verify({}), [this](const Result<QJsonObject> &answer) {
        end(answer ? tr("All videos are being verified in the background.")
                   : answer.error().message);
    });
}

} // namespace r2cache
