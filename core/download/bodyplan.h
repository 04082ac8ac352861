// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/originhead.h"

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
