// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"

#include <chrono>

namespace r2cache {

/// When @p record has to be revalidated: its own time to live, else @p defaultTtl, after the origin
/// last confirmed it. Pure.
[[nodiscard]] QDateTime expiryOf(const EntryRecord &record, std::chrono::milliseconds defaultTtl);

[[nodiscard]] bool
isExpired(const EntryRecord &record, std::chrono::milliseconds defaultTtl, const QDateTime &now);

} // namespace r2cache
