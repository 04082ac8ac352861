// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::thumbnailapi {

/// A JPEG of the entry, without the envelope; 304 for who has it.
[[nodiscard]] QCoro::Task<Result<Response>> thumbnail(ApiContext *context, ApiCall call);

} // namespace r2cache::thumbnailapi
