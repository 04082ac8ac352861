// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/originhead.h"

#include <QLocale>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// 1*DIGIT that fits 63 bits; toLongLong alone would take signs and spaces too.
std::optional<qint64> parseDigits(QByteArrayView text)
{
    const auto isDigit = [](char c) {
        return c >= '0' && c <= '9';
    };
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    bool ok = false;
    const auto value = text.toByteArray().toLongLong(&ok);
    return ok ? std::optional{value} : std::nullopt;
}

/// The three date forms of RFC 9110 section 5.6.7, without the name of the day, which adds nothing
/// and which QLocale would hold against a two-digit year.
QDateTime parseDate(const QByteArray &field, const QDateTime &nowUtc)
{
    const auto text = QString::fromLatin1(field).simplified();
    const auto locale = QLocale::c();
    const bool isAsctime = !text.contains(u',');
    const auto rest = isAsctime ? text.section(u' ', 1) : text.section(u',', 1).trimmed();
    for (const auto &format :
         {u"dd MMM yyyy hh:mm:ss 'GMT'"_s, u"dd-MMM-yy hh:mm:ss 'GMT'"_s,
          u"MMM d hh:mm:ss yyyy"_s}) {
        auto date = locale.toDateTime(rest, format);
        if (!date.isValid())
            continue;
        date.setTimeSpec(Qt::UTC);
        if (date.addYears(50) < nowUtc) // RFC 850's two-digit year, read as 19xx
            date = date.addYears(100);
        return date;
    }
    return {};
}

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

std::optional<ReceivedRange> parseReceivedRange(QByteArrayView field)
{
    const QByteArray text = field.toByteArray().trimmed();
    const auto dash = text.indexOf('-');
    const auto slash = text.indexOf('/', dash);
    if (!text.toLower().startsWith("bytes ") || dash < 0 || slash < 0)
        return std::nullopt;
    const auto first = parseDigits(text.mid(6, dash - 6));
    const auto last = parseDigits(text.mid(dash + 1, slash - dash - 1));
    const auto complete = text.mid(slash + 1);
    const auto length = complete == "*" ? std::optional<qint64>{-1} : parseDigits(complete);
    if (!first || !last || !length || *first > *last || (*length >= 0 && *last >= *length))
        return std::nullopt;
    return ReceivedRange{*first, *last, *length};
}

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
    constexpr qint64 week = 7 * 24 * 3600; // more is "never" to us, and must not overflow
    if (const auto seconds = parseDigits(text))
        return milliseconds{std::min(*seconds, week) * 1000};
    const auto date = parseDate(text, nowUtc);
    if (!date.isValid())
        return std::nullopt;
    return milliseconds{std::clamp<qint64>(nowUtc.msecsTo(date), 0, week * 1000)};
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
