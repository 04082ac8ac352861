// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/cachestatus.h"
#include "core/pullthrough/storedresponse.h"
#include "core/server/response.h"

namespace r2cache {

/// What a response has to say to one request.
struct ServePlan
{
    enum class Kind
    {
        Whole, ///< With its own status.
        Part, ///< 206 of the range.
        NotModified, ///< 304.
        Unsatisfiable, ///< 416.
    };

    Kind kind = Kind::Whole;
    ByteRange range; ///< Of the body: what has to be here; empty where no bytes are sent.

    friend bool operator==(const ServePlan &, const ServePlan &) = default;
};

/// Decides what @p response answers @p request with (RFC 9111 section 4.3.2, RFC 9110 sections 13
/// and 14): conditions and ranges count for a stored 200 alone. Several ranges are answered with
/// the whole, as section 14.2 allows. Pure.
[[nodiscard]] ServePlan
servePlan(const StoredResponse &response, const RequestHead &request, const QDateTime &now);

/// The answer that @p plan makes of @p response, with its age at @p now.
/// @param addBytes  puts the bytes of a range of the representation into the answer.
[[nodiscard]] Response plannedResponse(
    const StoredResponse &response, const ServePlan &plan, const RequestHead &request,
    const CacheStatus &status, const QDateTime &now,
    const std::function<void(Response &, ByteRange)> &addBytes);

/// The same with the bytes that @p response holds.
[[nodiscard]] Response plannedResponse(
    const StoredResponse &response, const ServePlan &plan, const RequestHead &request,
    const CacheStatus &status, const QDateTime &now);

/// An answer of the origin as it came, but for its body.
[[nodiscard]] Response passedOnResponse(int status, const Headers &headers);

} // namespace r2cache
