// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

/// The API's own token. Handlers: see ApiHandler.
namespace r2cache::tokenapi {

/// POST /api/cache/token/rotate: `token`, the only one that counts from now on; it is in the token
/// file too. 409 if CACHE_API_TOKEN sets it.
[[nodiscard]] QCoro::Task<Result<Response>> rotate(ApiContext *context, ApiCall call);

} // namespace r2cache::tokenapi
