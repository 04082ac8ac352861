// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pullthrough/cachecontrol.h"
#include "core/pullthrough/storedresponse.h"

namespace r2cache {

// RFC 9111 sections 4.2 to 4.2.4 as a shared cache reads them. Pure.

/// How old @p response is at @p now (section 4.2.3). An Age that is no number is ignored, of a list
/// the first counts (section 5.1).
[[nodiscard]] std::chrono::seconds ageOf(const StoredResponse &response, const QDateTime &now);

/// How long it is fresh (section 4.2.1): s-maxage, max-age, Expires, or a tenth of the time since
/// Last-Modified (at most a day) where section 4.2.2 lets a cache guess. Zero if nothing says so.
[[nodiscard]] std::chrono::seconds lifetimeOf(const StoredResponse &response);

/// Whether a status may be stored and reused without explicit freshness (RFC 9110 section 15.1).
[[nodiscard]] bool isHeuristicallyCacheable(int status);

enum class Reuse
{
    Fresh, ///< May be served as it is.
    StaleAllowed, ///< Stale, but the request's max-stale takes it.
    StaleMeanwhile, ///< Stale, but may be served while it is validated (RFC 5861 section 3).
    Validate, ///< Not without asking the origin.
};

/// Whether @p response may answer a request with these directives at @p now without the origin.
[[nodiscard]] Reuse
reuseOf(const StoredResponse &response, const CacheControl &request, const QDateTime &now);

/// Why the origin did not confirm a response.
enum class OriginTrouble
{
    Disconnected, ///< No answer came.
    ServerError, ///< 500, 502, 503 or 504.
};

/// Whether a stale @p response may answer instead (section 4.2.4, RFC 5861 section 4).
[[nodiscard]] bool mayServeDespite(
    OriginTrouble trouble, const StoredResponse &response, const CacheControl &request,
    const QDateTime &now);

} // namespace r2cache
