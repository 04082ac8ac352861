// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originfailure.h"

#include <QByteArray>
#include <QDateTime>

#include <optional>

namespace r2cache {

/// The head of an origin's answer: the fields that filling needs apart, and all of them, as sent.
struct OriginHead
{
    int status = 0;
    qint64 contentLength = -1; ///< Of this body; -1 if none was sent or it does not hold.
    QByteArray etag;
    QByteArray lastModified;
    QByteArray contentType;
    QByteArray contentRange;
    QByteArray contentEncoding;
    QByteArray retryAfter;
    /// Every field, in order; those of one name joined by ", " (Set-Cookie by line feeds).
    QList<QNetworkReply::RawHeaderPair> fields;
};

/// Whether @p etag may be used with If-Range and to join parts (RFC 9110 section 8.8.1).
[[nodiscard]] bool isStrongEtag(QByteArrayView etag);

/// The MD5 that an ETag of a single-part upload is: its 32 hex digits in lower case, or empty
/// (weak, multipart "<md5>-<parts>", another server's own form).
[[nodiscard]] QByteArray plainMd5(QByteArrayView etag);

/// Retry-After (RFC 9110 section 10.2.3), seconds or a date, as time from @p nowUtc; never
/// negative. Nothing if there is none or it is malformed.
[[nodiscard]] std::optional<std::chrono::milliseconds>
parseRetryAfter(QByteArrayView field, const QDateTime &nowUtc);

/// The failure that a status other than 200 and 206 is. @p shown names the object in the message.
[[nodiscard]] OriginFailure
failureOfStatus(const OriginHead &head, const QString &shown, const QDateTime &nowUtc);

} // namespace r2cache
