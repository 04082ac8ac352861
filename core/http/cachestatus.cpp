// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/cachestatus.h"

#include <QStringBuilder>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Outcome = CacheStatus::Outcome;

/// An sf-string (RFC 8941 section 3.3.3) holds printable ASCII only; the rest becomes '?'.
QByteArray quoted(QByteArrayView text)
{
    QByteArray result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        result += c >= 0x20 && c < 0x7f ? c : '?';
    }
    return result + '"';
}

} // namespace

QByteArray cacheStatusField(const CacheStatus &status)
{
    QByteArray field;
    field.reserve(96);
    field += "r2cache";
    switch (status.outcome) {
    case Outcome::Hit:
    case Outcome::Stale: // section 2.1: a stale answer without forwarding is a hit, its ttl < 0
        field += "; hit";
        break;
    case Outcome::Miss:
        field += "; fwd=uri-miss";
        break;
    case Outcome::Partial:
        field += "; fwd=partial";
        break;
    }
    if (status.outcome == Outcome::Miss || status.outcome == Outcome::Partial) {
        if (status.originStatus)
            field += "; fwd-status=" + QByteArray::number(*status.originStatus);
        if (status.isStored)
            field += "; stored";
        if (status.isCollapsed)
            field += "; collapsed";
    }
    if (status.timeToLive)
        field += "; ttl=" + QByteArray::number(static_cast<qint64>(status.timeToLive->count()));
    if (!status.detail.isEmpty())
        field += "; detail=" + quoted(status.detail);
    return field;
}

QByteArray xCacheField(const CacheStatus &status)
{
    switch (status.outcome) {
    case Outcome::Hit:
        return "HIT"_ba;
    case Outcome::Stale:
        return "STALE"_ba;
    case Outcome::Miss:
        return "MISS"_ba;
    case Outcome::Partial:
        break;
    }
    return "PARTIAL"_ba;
}

} // namespace r2cache
