// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/originhead.h"

#include "core/http/fieldsyntax.h"
#include "core/http/httpdate.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

ErrorCode codeOfStatus(int status)
{
    switch (status) {
    case 401:
    case 403:
    case 407:
        return ErrorCode::OriginForbidden;
    case 404:
    case 410:
        return ErrorCode::OriginNotFound;
    case 408:
        return ErrorCode::OriginTimeout;
    case 416:
        return ErrorCode::RangeNotSatisfiable;
    case 429:
    case 503:
        return ErrorCode::OriginThrottled;
    default:
        return ErrorCode::OriginRejected;
    }
}

} // namespace

bool isStrongEtag(QByteArrayView etag)
{
    return etag.size() >= 2 && etag.front() == '"' && etag.back() == '"';
}

QByteArray plainMd5(QByteArrayView etag)
{
    if (etag.size() != 34 || !isStrongEtag(etag))
        return {};
    const auto digits = etag.sliced(1, 32).toByteArray().toLower();
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    };
    return std::all_of(digits.begin(), digits.end(), isHex) ? digits : QByteArray();
}

std::optional<std::chrono::milliseconds>
parseRetryAfter(QByteArrayView field, const QDateTime &nowUtc)
{
    using std::chrono::milliseconds;
    const QByteArray text = field.toByteArray().trimmed();
    constexpr qint64 week = 7LL * 24 * 3600; // more is "never" to us, and must not overflow
    if (const auto seconds = parseDecimal(text, week))
        return milliseconds{*seconds * 1000};
    const auto date = parseHttpDate(text, nowUtc);
    if (!date)
        return std::nullopt;
    return milliseconds{std::clamp<qint64>(nowUtc.msecsTo(*date), 0, week * 1000)};
}

OriginFailure failureOfStatus(const OriginHead &head, const QString &shown, const QDateTime &nowUtc)
{
    return {
        {codeOfStatus(head.status),
         u"The origin answered %1 with status %2."_s.arg(shown).arg(head.status),
         {}},
        head.status,
        parseRetryAfter(head.retryAfter, nowUtc)};
}

} // namespace r2cache
