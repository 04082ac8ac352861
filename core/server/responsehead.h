// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/server/response.h"

namespace r2cache {

/// What a response head depends on besides the response.
struct ResponseContext
{
    bool toHead = false; ///< The request was HEAD.
    int minorVersion = 1; ///< Of the request.
    bool keepAlive = true; ///< Whether the connection stays open afterwards.
    QByteArray date; ///< IMF-fixdate, see formatHttpDate().
};

/// Whether bytes of a body may follow the head (RFC 9112 section 6.3).
[[nodiscard]] bool hasBodyOnTheWire(int status, bool toHead);

/// Status line, the response's fields, and ours: Date, Content-Length, Connection. Fields of these
/// names in the response are replaced, but for the Content-Length of an answer to HEAD that brings
/// no body to measure; Date is Response::date where the response was made elsewhere.
/// @return Internal for what must not leave: a status outside 200…599, a name that is not a token,
///   a value with CR, LF or another control character (response splitting).
[[nodiscard]] Result<QByteArray>
serializeHead(const Response &response, const ResponseContext &context);

} // namespace r2cache
