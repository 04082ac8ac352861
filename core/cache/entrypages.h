// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/countmemo.h"

namespace r2cache::entrypages {

/// Where counting of a filtered list ends: `total` is exact up to here.
inline constexpr qint64 maxCounted = 10'000;

/// One page of the entries that @p query fits, with their bounded number; without filters the
/// number is exact whatever it is. @p memo is this connection's own. On the connection's thread.
[[nodiscard]] Result<EntryPage>
page(SqlConnection &connection, CountMemo &memo, const EntryQuery &query);

} // namespace r2cache::entrypages
