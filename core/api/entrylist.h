// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/indexentries.h"
#include "core/protocol/entryinfo.h"

namespace r2cache {

/// Those of @p all that @p query asks for, in its order, by the rules that the index goes by for
/// whole entries: its text is part of the URL or the id, whatever the case; all tags are there;
/// equals are told apart, here by id, in the direction of the order. What nobody has read yet is
/// sorted by when it was begun in the place of when it was read. Cuts no page out. Pure.
[[nodiscard]] QList<EntryInfo> listOf(QList<EntryInfo> all, const EntryQuery &query);

} // namespace r2cache
