// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/leasekeeper.h"

#include "core/client/onanswer.h"

#include <QLoggingCategory>

namespace r2cache {

namespace {

Q_LOGGING_CATEGORY(lcLease, "cache.render.lease", QtInfoMsg)

} // namespace

LeaseKeeper::LeaseKeeper(
    ServiceClient &client, QString leaseId, std::chrono::milliseconds interval, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_leaseId(std::move(leaseId))
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &LeaseKeeper::renew);
    m_timer.start();
}

QFuture<Result<QJsonObject>> LeaseKeeper::end()
{
    m_timer.stop();
    return m_client.endLease(std::exchange(m_leaseId, {}));
}

void LeaseKeeper::renew()
{
    onAnswer(this, m_client.renewLease(m_leaseId), [](const Result<LeaseInfo> &renewed) {
        if (!renewed) {
            qCWarning(lcLease).noquote()
                << "The lease could not be renewed:" << renewed.error().message;
        }
    });
}

} // namespace r2cache
