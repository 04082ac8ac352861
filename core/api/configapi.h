// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::configapi {

[[nodiscard]] QCoro::Task<Result<Response>> processConfig(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> preCache(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> analyzeConfig(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> validateUrl(ApiContext *context, ApiCall call);

} // namespace r2cache::configapi
