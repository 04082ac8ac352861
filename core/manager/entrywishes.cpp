// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/entrywishes.h"

#include <algorithm>

namespace r2cache {

namespace {

void addMissing(QStringList &tags, const QStringList &more)
{
    for (const auto &tag : more) {
        if (!tags.contains(tag))
            tags.append(tag);
    }
}

} // namespace

bool EntryWishes::areMetBy(const EntryRecord &entry) const
{
    const auto has = [&entry](const QString &tag) {
        return entry.tags.contains(tag);
    };
    return std::ranges::all_of(tags, has) && (ttlMs <= 0 || entry.ttlMs == ttlMs);
}

void EntryWishes::putOn(EntryRecord &entry) const
{
    addMissing(entry.tags, tags);
    if (ttlMs > 0)
        entry.ttlMs = ttlMs;
}

void EntryWishes::add(const EntryWishes &others)
{
    addMissing(tags, others.tags);
    if (others.ttlMs > 0)
        ttlMs = others.ttlMs;
}

} // namespace r2cache
