// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

namespace r2cache {

// What `leaseMs` may be, in milliseconds.
inline constexpr qint64 shortestLeaseMs = 1'000;
inline constexpr qint64 usualLeaseMs = 6LL * 3600 * 1000; ///< Where nothing else is wished.
inline constexpr qint64 longestLeaseMs = 24LL * 3600 * 1000;

/// What a render holds, as REST shows it.
struct LeaseInfo
{
    QString id;
    QStringList entries; ///< Ids of the objects held.
    QDateTime createdAt; ///< UTC, as the others.
    QDateTime renewedAt;
    QDateTime expiresAt;
    qint64 leaseMs = 0;

    friend bool operator==(const LeaseInfo &, const LeaseInfo &) = default;
};

[[nodiscard]] LeaseInfo leaseFromJson(const QJsonObject &json);

} // namespace r2cache
