// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::jobsapi {

[[nodiscard]] QCoro::Task<Result<Response>> jobs(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> job(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> cancelJob(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> leases(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> endLease(ApiContext *context, ApiCall call);
[[nodiscard]] QCoro::Task<Result<Response>> renewLease(ApiContext *context, ApiCall call);

} // namespace r2cache::jobsapi
