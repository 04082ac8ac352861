// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/fields.h"
#include "core/manager/jobs.h"
#include "core/server/response.h"

namespace r2cache {

/// Whether a call waits for its job, and how long: its members `wait` and `waitMs`.
struct Waiting
{
    bool wait = true;
    std::chrono::milliseconds atMost{0};

    [[nodiscard]] static Waiting of(Fields &fields);
};

/// True when @p job finishes within @p limit, false when that time is over. A job that has finished
/// already has done so in time, also when there is none.
[[nodiscard]] QFuture<bool> finishedWithin(const JobPtr &job, std::chrono::milliseconds limit);

/// 202, with where to ask again.
[[nodiscard]] Response notFinished(const Job &job);

/// What the job has brought. @return Conflict when that was dropped.
[[nodiscard]] Result<Response> finalAnswer(const Job &job);

} // namespace r2cache
