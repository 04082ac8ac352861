// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QString>

namespace r2cache {

/// What went wrong, in the words that callers branch on.
///
/// The REST API shows errorWord() as `code`; core/http/httpstatus maps each to a status.
enum class ErrorCode
{
    // what the caller asked
    InvalidArgument, ///< A value is of the wrong type, out of range or missing.
    InvalidJson, ///< Not JSON, or nested deeper than allowed.
    InvalidUrl, ///< Not a URL that r2cache caches.
    InvalidSetting, ///< A setting's key is unknown or its value is not allowed.
    Unauthorized, ///< No token, or a wrong one.
    ForbiddenHost, ///< The Host header is not one of ours (DNS rebinding).
    ForbiddenOrigin, ///< A web origin that may not call us.
    Forbidden, ///< Not for a REST client, whoever it is.
    NotFound, ///< No such route, entry, object, job or lease.
    MethodNotAllowed,
    PayloadTooLarge,
    Conflict, ///< The state of the thing does not allow it.
    Leased, ///< A render holds the entry.
    // the origin
    OriginUnreachable, ///< No HTTP status arrived.
    OriginTimeout, ///< No progress for too long.
    OriginNotFound, ///< 404 or 410.
    OriginForbidden, ///< 401 or 403.
    OriginThrottled, ///< 429 or 503 after all retries.
    OriginRejected, ///< Any other status, or an answer that contradicts itself.
    OriginChanged, ///< The validator or the length changed midway.
    RangeUnsupported, ///< The origin ignored Range.
    RangeNotSatisfiable, ///< 416: the object is shorter than believed.
    LengthMismatch, ///< Fewer or more bytes than the origin had promised.
    ChecksumMismatch, ///< The MD5 does not match the ETag.
    NotAVideo, ///< An HTML page, an XML error, anything but a video container.
    AddressRefused, ///< The name resolves to a private, loopback or link-local address.
    RedirectRefused, ///< A redirect to an origin that is not allowed, or too many of them.
    TlsError, ///< Certificate or handshake; never ignored.
    // this machine
    CacheFull, ///< No space can be had by evicting what nobody holds.
    TooLarge, ///< Larger than CACHE_MAX_FILE_SIZE_GB.
    DiskFull, ///< ENOSPC, EDQUOT or below CACHE_MIN_FREE_GB.
    Io, ///< A file operation failed.
    Database, ///< The index failed.
    SchemaTooNew, ///< The index was written by a newer r2cache.
    PortTaken,
    AlreadyRunning, ///< Another instance holds the cache directory.
    // the course of things
    Unavailable, ///< A program that this needs is not installed, or as many as may do so do
                 ///< this already.
    Cancelled,
    Timeout,
    ShuttingDown,
    Internal, ///< A defect of ours.
    // of clients alone: no route answers it
    ServiceUnreachable, ///< No r2cache answers at the API's address.
};

/// The code as REST and logs show it: lower case with underscores, e.g. "origin_not_found".
[[nodiscard]] QLatin1String errorWord(ErrorCode code);

/// The code of a word, for clients; Internal for a word that is not known here: a newer service's.
[[nodiscard]] ErrorCode errorCodeOf(QStringView word);

/// Why something failed. @c message is one sentence for a person and names the thing and, where
/// there is one, the way out; never contains a signature or another secret.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString detail; ///< More for a developer (a library's own text); may be empty.

    friend bool operator==(const Error &, const Error &) = default;
};

} // namespace r2cache
