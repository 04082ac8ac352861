// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::verifyapi {

[[nodiscard]] QCoro::Task<Result<Response>> verify(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> progress(ApiContext *context, ApiCall call);

} // namespace r2cache::verifyapi
