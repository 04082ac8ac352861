// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/hostrules.h"
#include "core/server/httpserver.h"

namespace r2cache {

/// What the proxy port says when it has no video to send: one sentence of plain text, not to be
/// stored, `Vary: Origin`. Any thread. For HttpServer::Parts::errorBody, and what is below.
[[nodiscard]] Response proxyText(int status, const QString &sentence);

/// Refuses with 403 what was not sent to a name of ours (DNS rebinding), naming the setting that
/// allows it. For every route of the proxy port.
[[nodiscard]] HeadPolicy proxyHeadPolicy(HostRules hosts);

} // namespace r2cache
