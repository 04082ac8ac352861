// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

/// What r2cache logs. Handlers: see ApiHandler.
namespace r2cache::logsapi {

/// GET /api/cache/logs?limit=200&level=info&after=: `lines` [{number, time, level, category,
/// message}], oldest first; `next` is the `after` of what comes later. Without `after`: the newest.
[[nodiscard]] QCoro::Task<Result<Response>> logs(ApiContext *context, ApiCall call);

} // namespace r2cache::logsapi
