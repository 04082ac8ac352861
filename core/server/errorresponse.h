// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/httpserver.h"

namespace r2cache {

/// An answer that the server itself gives: by Parts::errorBody, or as plain text without one.
[[nodiscard]] Response
errorResponse(const HttpServer::Parts &parts, int status, const QString &sentence);

} // namespace r2cache
