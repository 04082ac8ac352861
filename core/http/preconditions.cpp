// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/preconditions.h"

#include "core/http/fieldsyntax.h"
#include "core/http/httpdate.h"

#include <algorithm>

namespace r2cache {

namespace {

using Kind = PreconditionVerdict::Kind;
using Match = bool (*)(const EntityTag &, const EntityTag &);

bool isListed(const EntityTag &tag, QByteArrayView field, Match match)
{
    const auto list = parseEntityTagList(field);
    return list.matchesAny
        || std::any_of(list.tags.begin(), list.tags.end(), [&](const EntityTag &listed) {
               return match(listed, tag);
           });
}

/// Nothing where the condition is to be ignored: a malformed date, or no date to compare with.
std::optional<bool>
modifiedSince(QByteArrayView field, const Validators &current, const QDateTime &nowUtc)
{
    const auto date = parseHttpDate(field, nowUtc);
    if (!date || !current.lastModified.isValid())
        return std::nullopt;
    // Last-Modified is sent in whole seconds, so it is compared in them.
    return current.lastModified.toSecsSinceEpoch() > date->toSecsSinceEpoch();
}

/// Section 13.1.5.
bool matchesIfRange(QByteArrayView field, const Validators &current, const QDateTime &nowUtc)
{
    const auto validator = trimmedOws(field);
    if (const auto tag = parseEntityTag(validator))
        return matchStrongly(*tag, current.etag);
    const auto date = parseHttpDate(validator, nowUtc);
    if (!date || !current.lastModified.isValid())
        return false;
    const auto modified = current.lastModified.toSecsSinceEpoch();
    // An exact match, and strong as section 8.8.2.2 has it: what was modified within this very
    // second may be so again.
    return date->toSecsSinceEpoch() == modified && modified < nowUtc.toSecsSinceEpoch();
}

bool isFailed(
    const RequestConditions &conditions, const Validators &current, const QDateTime &nowUtc)
{
    if (conditions.ifMatch) // step 1
        return !isListed(current.etag, *conditions.ifMatch, matchStrongly);
    if (conditions.ifUnmodifiedSince) // step 2
        return modifiedSince(*conditions.ifUnmodifiedSince, current, nowUtc).value_or(false);
    return false;
}

bool isNotModified(
    const RequestConditions &conditions, const Validators &current, const QDateTime &nowUtc)
{
    if (conditions.ifNoneMatch) // step 3
        return isListed(current.etag, *conditions.ifNoneMatch, matchWeakly);
    if (conditions.ifModifiedSince) // step 4
        return !modifiedSince(*conditions.ifModifiedSince, current, nowUtc).value_or(true);
    return false;
}

} // namespace

PreconditionVerdict evaluatePreconditions(
    const RequestConditions &conditions, const Validators &current, const QDateTime &nowUtc)
{
    if (isFailed(conditions, current, nowUtc))
        return {Kind::PreconditionFailed, false};
    if (isNotModified(conditions, current, nowUtc))
        return {Kind::NotModified, false};
    // Step 5; section 14.2: Range is defined for GET alone.
    const bool honoursRange = conditions.method == "GET"
        && (!conditions.ifRange || matchesIfRange(*conditions.ifRange, current, nowUtc));
    return {Kind::Proceed, honoursRange};
}

} // namespace r2cache
