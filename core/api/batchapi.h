// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::batchapi {

[[nodiscard]] QCoro::Task<Result<Response>> batch(ApiContext *context, ApiCall call);

} // namespace r2cache::batchapi
