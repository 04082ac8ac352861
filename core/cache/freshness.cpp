// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cache/freshness.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

// In the place of a time to live, so that rows, sidecars and what goes over to the next version
// need nothing more. Earlier builds take both for CACHE_TTL_DAYS.
constexpr qint64 always = -1;
constexpr qint64 never = -2;

/// A never expires in so long: what compares times needs no case of its own.
constexpr qint64 aThousandYears = 1000LL * 365 * 24 * 3600 * 1000;
constexpr qint64 aMinute = 60'000;

} // namespace

QString policyWord(FreshnessPolicy policy)
{
    switch (policy) {
    case FreshnessPolicy::Always:
        return u"always"_s;
    case FreshnessPolicy::Never:
        return u"never"_s;
    case FreshnessPolicy::Ttl:
        break;
    }
    return u"ttl"_s;
}

std::optional<FreshnessPolicy> policyOfWord(const QString &word)
{
    for (const auto policy :
         {FreshnessPolicy::Ttl, FreshnessPolicy::Always, FreshnessPolicy::Never}) {
        if (policyWord(policy) == word)
            return policy;
    }
    return std::nullopt;
}

FreshnessPolicy policyOf(const EntryRecord &record)
{
    if (record.ttlMs == always)
        return FreshnessPolicy::Always;
    return record.ttlMs == never ? FreshnessPolicy::Never : FreshnessPolicy::Ttl;
}

qint64 ttlMsOf(FreshnessPolicy policy, qint64 ttlMs)
{
    switch (policy) {
    case FreshnessPolicy::Always:
        return always;
    case FreshnessPolicy::Never:
        return never;
    case FreshnessPolicy::Ttl:
        break;
    }
    return std::max<qint64>(ttlMs, 0);
}

qint64 ownLifetimeMs(const EntryRecord &record)
{
    switch (policyOf(record)) {
    case FreshnessPolicy::Always:
        return aMinute;
    case FreshnessPolicy::Never:
        return aThousandYears;
    case FreshnessPolicy::Ttl:
        break;
    }
    return std::max<qint64>(record.ttlMs, 0);
}

QDateTime expiryOf(const EntryRecord &record, std::chrono::milliseconds defaultTtl)
{
    const auto own = ownLifetimeMs(record);
    return record.validatedAt.addMSecs(own > 0 ? own : defaultTtl.count());
}

bool isExpired(
    const EntryRecord &record, std::chrono::milliseconds defaultTtl, const QDateTime &now)
{
    return expiryOf(record, defaultTtl) <= now;
}

} // namespace r2cache
