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

OriginResult<> checkCoding(const OriginHead &head, const QString &shown)
{
    const auto coding = head.contentEncoding.trimmed().toLower();
    const bool success = head.status == 200 || head.status == 206;
    if (success && !coding.isEmpty() && coding != "identity")
        return originFailure(
            ErrorCode::OriginRejected,
            u"The origin answered %1 with Content-Encoding %2, which was not asked for."_s.arg(
                shown, QString::fromLatin1(coding)));
    return {};
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

OriginResult<RangePlan>
planRange(const OriginHead &head, ByteRange asked, const KnownVersion *known, const QString &shown)
{
    if (auto plain = checkCoding(head, shown); !plain)
        return tl::unexpected<OriginFailure>{plain.error()};
    const auto received = parseContentRange(head.contentRange);
    if (!received || !received->range || received->range->begin != asked.begin
        || received->range->end > asked.end)
        return originFailure(
            ErrorCode::RangeUnsupported,
            u"The origin answered %1 with another range than the one asked for."_s.arg(shown));
    // One of the two lies, and nothing tells which: a plain GET shows it.
    if (differ(head.contentLength, received->range->length()))
        return originFailure(
            ErrorCode::RangeUnsupported,
            u"The origin contradicts itself on the length of a range of %1."_s.arg(shown));
    const auto total = received->completeLength;
    if (known) {
        // RFC 9110 section 15.3.7: a 206 carries the ETag that the 200 would have had.
        if ((!head.etag.isEmpty() && head.etag != known->etag) || differ(total, known->total))
            return originFailure(
                ErrorCode::OriginChanged, u"%1 changed while it was downloaded."_s.arg(shown));
        return RangePlan{*received->range, known->total};
    }
    const bool isWhole = total >= 0 && received->range->end == total;
    if (total < 0 || (!isWhole && !isStrongEtag(head.etag)))
        return originFailure(
            ErrorCode::RangeUnsupported,
            u"The ranges of %1 cannot be put together: the origin tells no length or no strong ETag."_s
                .arg(shown));
    return RangePlan{*received->range, total};
}

OriginResult<BodyPlan> planBody(
    const OriginHead &head, const HeldPart &held, const QString &shown, const QDateTime &nowUtc)
{
    if (auto plain = checkCoding(head, shown); !plain)
        return tl::unexpected<OriginFailure>{plain.error()};
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
