// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"
#include "core/api/fields.h"

namespace r2cache::policyapi {

/// EntryRecord::ttlMs for what the members `policy` and `ttlMs` of a body ask for; nothing where
/// neither is there, or with an error in @p fields.
[[nodiscard]] std::optional<qint64> wantedTtlMs(Fields &fields);

[[nodiscard]] QCoro::Task<Result<Response>> setPolicy(ApiContext *context, ApiCall call);

} // namespace r2cache::policyapi
