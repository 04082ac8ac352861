// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

namespace r2cache {

/// Everything that is kept about one whole, checked file: a row of the index and, but for what
/// changes with each access, its sidecar.
struct EntryRecord
{
    QString id;
    int version = 1;
    QString extension; ///< Lower case, without dot.
    QString canonicalUrl; ///< Without signature.
    qint64 sizeBytes = 0;
    QByteArray etag; ///< The origin's, as sent; empty if none.
    QByteArray lastModified; ///< The origin's, as sent; empty if none.
    QByteArray contentType; ///< The origin's, as sent; empty if none.
    QByteArray sha256; ///< Lower-case hex.
    bool verified = false; ///< The MD5 of the bytes is the ETag.
    bool pinned = false;
    QStringList tags;
    qint64 ttlMs = 0; ///< Of its own; 0: CACHE_TTL_DAYS; below: a policy (core/cache/freshness.h).
    QDateTime createdAt; ///< UTC, as are all times.
    QDateTime validatedAt; ///< When the origin last confirmed these bytes.
    QDateTime lastAccessedAt;
    qint64 accessCount = 0;
    /// What is known of the video, as REST shows it (an object in compact JSON); "{}": it was
    /// looked at in vain; empty: not looked at yet.
    QByteArray metadata;

    [[nodiscard]] QString fileName() const; ///< "<id>.mp4", "<id>-2.mp4"

    [[nodiscard]] bool operator==(const EntryRecord &) const = default;
};

/// The sidecar's text: JSON with a format number.
[[nodiscard]] QByteArray toSidecar(const EntryRecord &record);

/// @return the record, with lastAccessedAt = createdAt, or Io saying what is wrong with the text.
[[nodiscard]] Result<EntryRecord> fromSidecar(const QByteArray &text);

} // namespace r2cache
