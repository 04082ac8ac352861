// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/bodyplan.h"

#include "core/http/contentrange.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool differ(qint64 a, qint64 b)
{
    return a >= 0 && b >= 0 && a != b;
}

OriginResult<BodyPlan> planRest(const OriginHead &head, const HeldPart &held, const QString &shown)
{
    const auto received = parseContentRange(head.contentRange);
    if (!received || !received->range || received->range->begin != held.bytes)
        return originFailure(
            ErrorCode::RangeUnsupported,
            u"The origin answered %1 with another range than the one asked for."_s.arg(shown));
    // RFC 9110 section 15.3.7: a 206 carries the ETag that the 200 would have had.
    const bool otherEtag = !head.etag.isEmpty() && head.etag != held.etag;
    if (otherEtag || differ(received->completeLength, held.total))
        return originFailure(
            ErrorCode::OriginChanged, u"%1 changed while it was downloaded."_s.arg(shown));
    const auto total = received->completeLength >= 0 ? received->completeLength : held.total;
    return BodyPlan{held.bytes, total, false};
}

} // namespace

OriginResult<BodyPlan> planBody(
    const OriginHead &head, const HeldPart &held, const QString &shown, const QDateTime &nowUtc)
{
    const auto coding = head.contentEncoding.trimmed().toLower();
    const bool success = head.status == 200 || head.status == 206;
    if (success && !coding.isEmpty() && coding != "identity")
        return originFailure(
            ErrorCode::OriginRejected,
            u"The origin answered %1 with Content-Encoding %2, which was not asked for."_s.arg(
                shown, QString::fromLatin1(coding)));
    if (head.status == 206 && held.bytes > 0)
        return planRest(head, held, shown);
    if (head.status == 200) {
        const bool changed
            = held.bytes > 0 && (head.etag != held.etag || differ(head.contentLength, held.total));
        return BodyPlan{0, head.contentLength, changed};
    }
    return tl::unexpected<OriginFailure>{failureOfStatus(head, shown, nowUtc)};
}

} // namespace r2cache
