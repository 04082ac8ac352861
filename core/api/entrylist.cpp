// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/entrylist.h"

#include <algorithm>

namespace r2cache {

namespace {

bool isAskedFor(const EntryInfo &entry, const EntryQuery &query)
{
    const bool isFound = query.text.isEmpty()
        || entry.originalUrl.contains(query.text, Qt::CaseInsensitive)
        || entry.id.contains(query.text, Qt::CaseInsensitive);
    return isFound && std::all_of(query.tags.begin(), query.tags.end(), [&](const QString &tag) {
               return entry.tags.contains(tag);
           });
}

/// What is not known comes before all that is.
qint64 msOf(const QDateTime &time)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : std::numeric_limits<qint64>::min();
}

qint64 valueOf(const EntryInfo &entry, EntrySort sort)
{
    switch (sort) {
    case EntrySort::LastAccessedAt:
        break;
    case EntrySort::CreatedAt:
        return msOf(entry.createdAt);
    case EntrySort::SizeBytes:
        return entry.fileSizeBytes;
    case EntrySort::AccessCount:
        return entry.accessCount;
    }
    return msOf(entry.lastAccessedAt.isValid() ? entry.lastAccessedAt : entry.createdAt);
}

} // namespace

QList<EntryInfo> listOf(QList<EntryInfo> all, const EntryQuery &query)
{
    all.removeIf([&](const EntryInfo &entry) { return !isAskedFor(entry, query); });
    const auto isBefore = [sort = query.sortBy](const EntryInfo &a, const EntryInfo &b) {
        return std::pair(valueOf(a, sort), QStringView(a.id))
            < std::pair(valueOf(b, sort), QStringView(b.id));
    };
    if (query.descending)
        std::sort(
            all.begin(), all.end(), [&](const auto &a, const auto &b) { return isBefore(b, a); });
    else
        std::sort(all.begin(), all.end(), isBefore);
    return all;
}

} // namespace r2cache
