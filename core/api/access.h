// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/hostrules.h"
#include "core/server/httpserver.h"

#include <QByteArray>

namespace r2cache {

/// Whether the head carries @p token as `Authorization: Bearer …` or `X-API-Key: …`. Pure.
[[nodiscard]] Result<> checkToken(const RequestHead &head, const QByteArray &token);

/// Who may call the API, from the head alone: Host (403 forbidden_host), Origin
/// (403 forbidden_origin), then the token for everything below /api but OPTIONS (401). Pure.
[[nodiscard]] Result<>
checkApiAccess(const RequestHead &head, const HostRules &rules, const QByteArray &token);

/// checkApiAccess() as a server's policy.
[[nodiscard]] HeadPolicy apiHeadPolicy(HostRules rules, QByteArray token);

/// Adds what lets an allowed web origin read @p response (Fetch standard, CORS protocol).
void addApiCors(Response &response, const RequestHead &head, const HostRules &rules);

/// The answer to OPTIONS, preflight or not.
[[nodiscard]] Response apiOptionsResponse(const RequestHead &head, const HostRules &rules);

} // namespace r2cache
