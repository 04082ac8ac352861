// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originhead.h"
#include "core/http/byterange.h"

namespace r2cache {

/// What earlier attempts brought of an object, and what the origin then said of it.
struct HeldPart
{
    qint64 bytes = 0; ///< The first so many bytes are in the partial file.
    qint64 total = -1; ///< -1 while unknown.
    QByteArray etag; ///< As sent; empty if none.
};

/// Where the body of an answer belongs.
struct BodyPlan
{
    qint64 offset = 0; ///< 0: the object starts anew, whatever is held.
    qint64 total = -1; ///< Length of the whole object; -1 if the origin did not say.
    bool changed = false; ///< Another version than the one held.
};

/// The version of an object whose bytes are being put together; only such with a strong ETag.
struct KnownVersion
{
    QByteArray etag; ///< Strong.
    qint64 total = 0; ///< Bytes.
};

/// What a 206 brings.
struct RangePlan
{
    ByteRange range; ///< Begins where it was asked for, and ends there or before.
    qint64 total = -1; ///< Length of the whole object.
};

/// Decides what to do with an answer to a GET for the range @p asked of @p known, or, if that is
/// null, of an object of which nothing is held. Pure. For an answer that is no 206, ask planBody().
/// @return the plan, or
///   - OriginChanged     another version than @p known: start anew;
///   - RangeUnsupported  a 206 of other bytes or without the object's length, or one that holds not
///                       all of an object without a strong ETag: start anew without Range;
///   - OriginRejected    content-coded although identity was asked for.
[[nodiscard]] OriginResult<RangePlan>
planRange(const OriginHead &head, ByteRange asked, const KnownVersion *known, const QString &shown);

/// Decides what to do with an answer to a plain GET (@p held.bytes == 0) or to one for the rest
/// of the object (Range with If-Range). Pure.
/// @return the plan, or
///   - OriginRejected    another status, content-coded although identity was asked for, or a 206
///                       that nobody asked for;
///   - OriginChanged     a 206 of another version: start anew;
///   - RangeUnsupported  a 206 that does not start where asked: start anew without Range;
///   - RangeNotSatisfiable (416), OriginNotFound, OriginForbidden, OriginThrottled, OriginTimeout
///                       by status.
[[nodiscard]] OriginResult<BodyPlan> planBody(
    const OriginHead &head, const HeldPart &held, const QString &shown, const QDateTime &nowUtc);

} // namespace r2cache
