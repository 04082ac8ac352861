// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/freshness.h"

namespace r2cache {

QDateTime expiryOf(const EntryRecord &record, std::chrono::milliseconds defaultTtl)
{
    return record.validatedAt.addMSecs(record.ttlMs > 0 ? record.ttlMs : defaultTtl.count());
}

bool isExpired(
    const EntryRecord &record, std::chrono::milliseconds defaultTtl, const QDateTime &now)
{
    return expiryOf(record, defaultTtl) <= now;
}

} // namespace r2cache
