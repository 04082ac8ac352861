// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/etag.h"

#include <QDateTime>

namespace r2cache {

/// The conditional fields of a request, as sent.
struct RequestConditions
{
    QByteArray method; ///< Case-sensitive: "GET", "HEAD".
    std::optional<QByteArray> ifMatch;
    std::optional<QByteArray> ifNoneMatch;
    std::optional<QByteArray> ifModifiedSince;
    std::optional<QByteArray> ifUnmodifiedSince;
    std::optional<QByteArray> ifRange;
};

/// What identifies the current representation.
struct Validators
{
    EntityTag etag;
    QDateTime lastModified; ///< UTC; invalid if unknown.
};

struct PreconditionVerdict
{
    enum class Kind
    {
        Proceed, ///< 200 or 206.
        NotModified, ///< 304.
        PreconditionFailed, ///< 412.
    };

    Kind kind = Kind::Proceed;
    bool honoursRange = false; ///< Whether a Range field, if there is one, counts.

    friend bool operator==(const PreconditionVerdict &, const PreconditionVerdict &) = default;
};

/// Decides a GET or HEAD of an existing representation in the order of RFC 9110 section 13.2.2.
/// Malformed dates are ignored (sections 13.1.3, 13.1.4); malformed lists of tags match nothing.
/// @param nowUtc  reads two-digit years, and tells whether a date is old enough to be strong.
[[nodiscard]] PreconditionVerdict evaluatePreconditions(
    const RequestConditions &conditions, const Validators &current, const QDateTime &nowUtc);

} // namespace r2cache
