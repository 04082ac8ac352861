// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace r2cache {

/// An entry as REST shows it (product section 7). Times are UTC; invalid ones and -1 become null.
struct EntryInfo
{
    QString id;
    QString originalUrl; ///< Without signature.
    QString localPath;
    QString localUrl;
    qint64 fileSizeBytes = -1;
    QDateTime createdAt;
    QDateTime lastAccessedAt;
    qint64 accessCount = 0;
    QString contentType;
    QString status; ///< downloading, ready, error, expired
    QString errorMessage; ///< Empty unless status is error.
    QString policy = QStringLiteral("ttl"); ///< ttl, always, never
    qint64 ttlMs = -1; ///< In force: its own or the common one; -1: none.
    QDateTime expiresAt; ///< Invalid: it does not expire.
    QStringList tags;
    bool pinned = false;
    bool leased = false;
    bool beingRead = false;
    QString etag; ///< The origin's.
    QString sha256;
    bool verified = false;
    int version = 1;
    QJsonObject metadata{}; ///< Of the video; empty: nothing is known.
};

[[nodiscard]] QJsonObject toJson(const EntryInfo &entry);

/// What toJson() wrote; what is missing or of another type is as if it were not known.
[[nodiscard]] EntryInfo entryFromJson(const QJsonObject &json);

} // namespace r2cache
