// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

/// What happened when. Handlers: see ApiHandler.
namespace r2cache::historyapi {

/// GET /api/cache/history?resolution=minute (the last 24 hours) or hour (30 days): `resolution`,
/// `points`, oldest first.
[[nodiscard]] QCoro::Task<Result<Response>> history(ApiContext *context, ApiCall call);

} // namespace r2cache::historyapi
