// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbtable.h"

namespace r2cache {

/// The rows of verbTable(), in the order in which help shows them. For verbtable.cpp only.
[[nodiscard]] std::span<const VerbRow> verbRows();

} // namespace r2cache
