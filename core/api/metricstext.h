// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache {

/// What GET /metrics says, in PrometheusText's format. On the service thread.
[[nodiscard]] QByteArray metricsText(const ApiContext &context);

} // namespace r2cache
