// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/fields.h"
#include "core/url/processingoptions.h"

namespace r2cache {

/// The `options` member of a body; wrong types and words become the error of @p fields.
[[nodiscard]] ProcessingOptions processingOptionsOf(Fields &fields);

} // namespace r2cache
