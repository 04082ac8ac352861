// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

#include <span>

namespace r2cache {

/// One row of the API: what is registered, and what resources/api/openapi.json describes.
struct ApiRoute
{
    const char *method;
    const char *path; ///< With <arg> for each argument.
    ApiHandler handler;
};

/// THE table of the API's routes.
[[nodiscard]] std::span<const ApiRoute> apiRoutes();

/// The table as the server takes it. @p context outlives the server.
[[nodiscard]] HttpServer::Parts apiServerParts(ApiContext *context, HeadPolicy policy);

} // namespace r2cache
