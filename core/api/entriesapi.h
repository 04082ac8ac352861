// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::entriesapi {

[[nodiscard]] QCoro::Task<Result<Response>> list(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> entry(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> removeEntry(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> clear(ApiContext *context, ApiCall call);

} // namespace r2cache::entriesapi
