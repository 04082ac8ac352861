// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace r2cache {

/// What eviction knows about an entry that nobody holds.
struct EvictionCandidate
{
    QString id;
    int version = 1;
    qint64 sizeBytes = 0;
    qint64 lastAccessedMs = 0; ///< Since 1970, UTC.
    bool expired = false;
};

/// How much has to go.
struct EvictionGoal
{
    qint64 bytes = 0;
    qint64 entries = 0;
};

enum class VictimOrder
{
    LeastRecentlyUsed, ///< Expired ones first, then by last access.
    LargestFirst,
};

/// The fewest leading @p candidates in @p order that reach @p goal; fewer than that when all of
/// them do not suffice. Pure.
[[nodiscard]] QList<EvictionCandidate>
chooseVictims(QList<EvictionCandidate> candidates, const EvictionGoal &goal, VictimOrder order);

} // namespace r2cache
