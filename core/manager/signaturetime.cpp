// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/signaturetime.h"

#include "core/base/compat.h"

#include <QUrlQuery>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestValidity = 604'800; // s: SigV4's limit for X-Amz-Expires

/// The decoded value of the query's @p name, in whatever case; null if it is not there.
QString queryValue(const QUrlQuery &query, QLatin1StringView name)
{
    for (const auto items = query.queryItems(QUrl::FullyDecoded);
         const auto &[key, value] : items) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value.isNull() ? u""_s : value;
    }
    return {};
}

/// X-Amz-Date, such as 20260131T123000Z. Date and time apart: together they would be a local time
/// first, and a time zone skips an hour each spring.
QDateTime timeOf(const QString &date)
{
    const auto time = QTime::fromString(date.mid(8), u"'T'HHmmss'Z'"_s);
    if (!time.isValid()) // which QDateTime takes for midnight
        return {};
    return {QDate::fromString(date.left(8), u"yyyyMMdd"_s), time, utcZone};
}

} // namespace

std::optional<SignatureTime> signatureTimeOf(const QUrl &url, const QDateTime &givenAt)
{
    const QUrlQuery query(url);
    if (queryValue(query, "X-Amz-Signature"_L1).isEmpty())
        return std::nullopt;
    auto signedAt = timeOf(queryValue(query, "X-Amz-Date"_L1));
    bool isNumber = false;
    auto seconds = queryValue(query, "X-Amz-Expires"_L1).toLongLong(&isNumber);
    if (!isNumber || seconds <= 0 || seconds > longestValidity)
        seconds = longestValidity;
    if (!signedAt.isValid())
        signedAt = givenAt;
    return SignatureTime{signedAt, signedAt.addSecs(seconds)};
}

} // namespace r2cache
