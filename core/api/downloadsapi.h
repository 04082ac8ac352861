// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

/// What is being downloaded, and what a person may do about it. Handlers: see ApiHandler.
namespace r2cache::downloadsapi {

/// GET /api/cache/downloads: `downloads` in the order in which they run, then `failed`, newest
/// first.
[[nodiscard]] QCoro::Task<Result<Response>> list(ApiContext *context, ApiCall call);

/// POST /api/cache/downloads/<id>/<action>: pause, resume, cancel or retry.
///
/// A paused download keeps what it has, and its callers wait. Retry begins one anew that has
/// failed; what is left of it is used. 404: there is no such download; 409: it is not in a state
/// for that.
[[nodiscard]] QCoro::Task<Result<Response>> act(ApiContext *context, ApiCall call);

} // namespace r2cache::downloadsapi
