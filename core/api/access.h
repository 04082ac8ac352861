// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/credentials.h"
#include "core/http/hostrules.h"
#include "core/server/httpserver.h"

#include <QByteArray>

namespace r2cache {

/// Who may call the API, from the head alone: Host (403 forbidden_host), Origin
/// (403 forbidden_origin), then the token for everything below /api but OPTIONS (401).
[[nodiscard]] Result<>
checkApiAccess(const RequestHead &head, const HostRules &rules, const Credentials &credentials);

/// checkApiAccess() as a server's policy; @p credentials outlive the server.
[[nodiscard]] HeadPolicy apiHeadPolicy(HostRules rules, const Credentials *credentials);

/// Adds what lets an allowed web origin read @p response (Fetch standard, CORS protocol).
void addApiCors(Response &response, const RequestHead &head, const HostRules &rules);

/// The answer to OPTIONS, preflight or not.
[[nodiscard]] Response apiOptionsResponse(const RequestHead &head, const HostRules &rules);

} // namespace r2cache
