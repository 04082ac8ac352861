// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::statusapi {

[[nodiscard]] QCoro::Task<Result<Response>> status(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> stats(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> health(ApiContext *context, ApiCall call);

} // namespace r2cache::statusapi
