// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrybatch.h"

#include "core/client/onanswer.h"

namespace r2cache {

namespace {

constexpr qsizetype atOnce = 250;

} // namespace

EntryBatch::EntryBatch(
    ServiceClient &client, const QString &action, const QStringList &ids,
    const QJsonObject &options, Done done, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_action(action)
    , m_ids(ids)
    , m_options(options)
    , m_done(std::move(done))
{
    next();
}

void EntryBatch::next()
{
    const auto ids = m_ids.mid(m_asked, atOnce);
    m_asked += ids.size();
    onAnswer(
        this, m_client.batch(m_action, ids, m_options), [this](const Result<BatchResult> &answer) {
            if (!answer) {
                deleteLater();
                m_done(answer);
                return;
            }
            m_result.matched += answer->matched;
            m_result.done += answer->done;
            m_result.failed.append(answer->failed);
            if (m_asked < m_ids.size()) {
                Q_EMIT progressed(m_asked, m_ids.size());
                next();
                return;
            }
            deleteLater();
            m_done(m_result);
        });
}

QString failureText(const BatchResult &result)
{
    if (result.failed.isEmpty())
        return {};
    const auto text
        = EntryBatch::tr("%Ln could not: %1", nullptr, static_cast<int>(result.failed.size()));
    return u' ' + text.arg(result.failed.constFirst().error);
}

} // namespace r2cache
