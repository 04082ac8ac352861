// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/serviceclient.h"

#include <QTimer>

namespace r2cache {

/// Keeps a lease alive for as long as it lives itself, by renewing it each 30 s: whoever is killed
/// leaves one for two minutes at most (product section 8).
///
/// The client's thread; the client outlives it.
class LeaseKeeper : public QObject
{
    Q_OBJECT

public:
    /// Reads renew it too, and those of a killed render may go on for some seconds.
    static constexpr std::chrono::milliseconds leaseTime = std::chrono::seconds{110};

    LeaseKeeper(
        ServiceClient &client, QString leaseId,
        std::chrono::milliseconds interval = std::chrono::seconds{30}, QObject *parent = nullptr);

    /// Ends the lease. @return when the service has answered; an error is no matter: the lease
    /// ends by itself.
    [[nodiscard]] QFuture<Result<QJsonObject>> end();

private:
    void renew();

    ServiceClient &m_client;
    QString m_leaseId;
    QTimer m_timer;
};

} // namespace r2cache
