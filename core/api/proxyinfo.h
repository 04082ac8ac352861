// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"
#include "core/api/credentials.h"

namespace r2cache {

/// The information routes of the proxy port (product section 6): /health, /cache/stats,
/// /cache/list, /metrics. Their handlers run on the proxy's workers and ask the service thread,
/// where
/// @p context lives; @p owner is an object of that thread.
[[nodiscard]] std::vector<Route>
proxyInfoRoutes(ApiContext *context, QObject *owner, const Credentials *credentials);

} // namespace r2cache
