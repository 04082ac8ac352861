// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::pinapi {

[[nodiscard]] QCoro::Task<Result<Response>> pin(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> unpin(ApiContext *context, ApiCall call);

} // namespace r2cache::pinapi
