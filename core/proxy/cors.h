// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/hostrules.h"
#include "core/server/response.h"

namespace r2cache {

/// Adds `Vary: Origin` and, if the request comes from a web origin that may read answers, the
/// fields that tell its browser so (Fetch standard, "CORS protocol"): the origin by name, never
/// "*", and the fields that scripts may look at.
void addCorsFields(Headers &headers, const RequestHead &request, const HostRules &hosts);

/// The answer to OPTIONS on a video: 204 with Allow (RFC 9110 section 9.3.7), and to a preflight
/// (Origin and Access-Control-Request-Method are there) of an origin that may read answers also
/// what that origin may send. A foreign origin gets no permission, and its browser says so.
[[nodiscard]] Response optionsAnswer(const RequestHead &request, const HostRules &hosts);

} // namespace r2cache
