// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::rendersapi {

/// Reports of renders, newest first, by `limit` and `skip`; their lists of URLs as numbers.
[[nodiscard]] QCoro::Task<Result<Response>> list(ApiContext *context, ApiCall call);
/// Keeps a report; the newest thousand are kept.
[[nodiscard]] QCoro::Task<Result<Response>> add(ApiContext *context, ApiCall call);
/// One report, whole.
[[nodiscard]] QCoro::Task<Result<Response>> render(ApiContext *context, ApiCall call);

} // namespace r2cache::rendersapi
