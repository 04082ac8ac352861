// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

/// The settings in force. Handlers: see ApiHandler.
namespace r2cache::settingsapi {

/// GET /api/cache/settings: `settings`, as settingsAsJson().
[[nodiscard]] QCoro::Task<Result<Response>> settings(ApiContext *context, ApiCall call);

/// PATCH /api/cache/settings {"CACHE_MAX_SIZE_GB": 50, "CACHE_TTL_DAYS": null, …}: saves values,
/// and forgets saved ones (null); all or none.
///
/// Answers `settings`, `overridden` (saved, but an option, the environment or .env says otherwise)
/// and `restartNeeded`. 400 for unknown names and values, 403 for what only somebody at the machine
/// may change (Scope::Local).
[[nodiscard]] QCoro::Task<Result<Response>> change(ApiContext *context, ApiCall call);

} // namespace r2cache::settingsapi
