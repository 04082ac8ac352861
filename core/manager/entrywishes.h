// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/entryrecord.h"

#include <QStringList>

namespace r2cache {

/// What a caller wants an entry to carry.
struct EntryWishes
{
    QStringList tags;
    qint64 ttlMs = 0; ///< 0: CACHE_TTL_DAYS.

    /// Whether @p entry carries all of it already.
    [[nodiscard]] bool areMetBy(const EntryRecord &entry) const;
    /// Gives @p entry what it lacks: its other tags stay.
    void putOn(EntryRecord &entry) const;
    /// Joins @p others to these; the later lifetime counts.
    void add(const EntryWishes &others);
};

} // namespace r2cache
