// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"
#include "core/download/fillcontent.h"

namespace r2cache {

/// What a reader at the proxy gets of an object that was not in the cache.
struct FillReading
{
    FillContentPtr content; ///< Null: the whole entry exists (look for it), or:
    bool isOpaque = false; ///< The fill goes on, but nothing can be read before its end.
    bool someWasHere = false; ///< With content: bytes of it were readable before this reader asked.
    /// With content: the entry as it will be, as far as it is known. Its version is the entry's, so
    /// that the ETag stays the same when the fill is done.
    EntryRecord record{};
};

} // namespace r2cache
