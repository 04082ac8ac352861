// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::proxytest {

/// GET /api/cache/proxy/test/<filename>: reads the beginning of the video through the proxy's own
/// port, as a client would, and says how long that took. What goes wrong there is the answer, not
/// an error of this call.
[[nodiscard]] QCoro::Task<Result<Response>> read(ApiContext *context, ApiCall call);

} // namespace r2cache::proxytest
