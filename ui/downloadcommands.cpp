// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloadcommands.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostAtOnce = 6;

QString wordOf(DownloadCommands::Action action)
{
    switch (action) {
    case DownloadCommands::Action::Pause:
        return u"pause"_s;
    case DownloadCommands::Action::Resume:
        return u"resume"_s;
    case DownloadCommands::Action::Retry:
        return u"retry"_s;
    case DownloadCommands::Action::Cancel:
        break;
    }
    return u"cancel"_s;
}

QString doneText(DownloadCommands::Action action, int count)
{
    switch (action) {
    case DownloadCommands::Action::Pause:
        return DownloadCommands::tr("%Ln downloads are paused.", nullptr, count);
    case DownloadCommands::Action::Resume:
        return DownloadCommands::tr("%Ln downloads go on.", nullptr, count);
    case DownloadCommands::Action::Retry:
        return DownloadCommands::tr("%Ln downloads begin again.", nullptr, count);
    case DownloadCommands::Action::Cancel:
        break;
    }
    return DownloadCommands::tr("%Ln downloads were cancelled.", nullptr, count);
}

} // namespace

DownloadCommands::DownloadCommands(ServiceState &state, QObject *parent)
    : QObject(parent)
    , m_state(state)
{ }

void DownloadCommands::run(Action action, const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    m_batches.append(Batch{action, ids, 0, 0, {}});
    if (m_batches.size() == 1)
        askNext();
}

void DownloadCommands::askNext()
{
    while (m_asked < mostAtOnce && !m_batches.first().waiting.isEmpty()) {
        auto &batch = m_batches.first();
        ++m_asked;
        onAnswer(
            this, m_state.client().actOnDownload(batch.waiting.takeFirst(), wordOf(batch.action)),
            [this](const Result<QJsonObject> &answer) {
                --m_asked;
                auto &running = m_batches.first();
                if (answer)
                    ++running.done;
                else if (running.failed++ == 0)
                    running.firstError = answer.error().message;
                if (m_asked == 0 && running.waiting.isEmpty())
                    finishBatch();
                else
                    askNext();
            });
    }
}

void DownloadCommands::finishBatch()
{
    const auto batch = m_batches.takeFirst();
    m_state.refreshDownloads();
    QStringList sentences;
    if (batch.done > 0)
        sentences.append(doneText(batch.action, batch.done));
    if (batch.failed > 0)
        sentences.append(batch.firstError);
    if (batch.failed > 1)
        sentences.append(tr("%Ln more could not be changed.", nullptr, batch.failed - 1));
    Q_EMIT said(sentences.join(u' '));
    if (!m_batches.isEmpty())
        askNext();
}

} // namespace r2cache
