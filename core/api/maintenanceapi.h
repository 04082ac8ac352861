// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::maintenanceapi {

[[nodiscard]] QCoro::Task<Result<Response>> optimize(ApiContext *context, ApiCall call);

} // namespace r2cache::maintenanceapi
