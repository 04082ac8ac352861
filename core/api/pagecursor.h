// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/indexentries.h"

#include <QString>

#include <optional>

namespace r2cache {

/// The text by which a caller asks for the next page: opaque to callers, bound to the list and its
/// order by @p order ("createdAt desc"), with a checksum, so that a damaged one is noticed. Pure.
[[nodiscard]] QString toCursor(const QString &order, const EntryPosition &position);

/// @return nothing if @p text is no cursor of toCursor(), or one of another order.
[[nodiscard]] std::optional<EntryPosition> fromCursor(const QString &order, const QString &text);

} // namespace r2cache
