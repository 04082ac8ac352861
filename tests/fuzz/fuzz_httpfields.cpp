// SPDX-License-Identifier: GPL-3.0-or-later
// The values of Range, Content-Range and the conditional fields.
#include "core/base/compat.h"
#include "core/http/byterange.h"
#include "core/http/contentrange.h"
#include "core/http/httpdate.h"
#include "core/http/preconditions.h"
#include "tests/fuzz/fuzzing.h"

#include <algorithm>
#include <array>
#include <limits>

namespace r2cache {
namespace {

constexpr qint64 largest = std::numeric_limits<qint64>::max();
constexpr std::array<qint64, 8> sizes{0, 1, 2, 10, 1000, 1LL << 31, 1LL << 40, largest};

void checkRange(QByteArrayView field, qint64 size)
{
    const auto decision = decideRange(field, size);
    const auto &ranges = decision.ranges;
    require(
        ranges.empty() == (decision.kind != RangeDecision::Kind::Partial),
        "ranges come with 206 and with nothing else");
    require(ranges.size() <= std::size_t{maxRangesPerRequest}, "ranges are limited");
    if (ranges.empty())
        return;
    auto sorted = ranges;
    std::sort(sorted.begin(), sorted.end(), [](const ByteRange &a, const ByteRange &b) {
        return a.begin < b.begin;
    });
    QByteArray rewritten("bytes=");
    for (const auto &range : ranges) {
        require(
            range.begin >= 0 && range.begin < range.end && range.end <= size,
            "a range lies inside the representation");
        rewritten += range.toRequestHeader().sliced(6) + ',';
        const auto described = parseContentRange(contentRangeField(range, size));
        // What cannot be counted in 64 bits cannot be stored: Content-Range refuses it.
        require(
            size == largest
                || (described && described->range == range && described->completeLength == size),
            "a Content-Range describes its range");
    }
    for (std::size_t i = 1; i < sorted.size(); ++i)
        require(sorted[i - 1].end < sorted[i].begin, "ranges neither overlap nor touch");
    require(decideRange(rewritten, size) == decision, "a range written again is the same range");
}

void checkContentRange(QByteArrayView field)
{
    const auto parsed = parseContentRange(field);
    if (!parsed)
        return;
    require(parsed->range || parsed->completeLength >= 0, "a Content-Range says something");
    if (parsed->range) {
        require(parsed->range->begin >= 0 && !parsed->range->isEmpty(), "its range is one");
        require(
            parsed->completeLength < 0 || parsed->range->end <= parsed->completeLength,
            "its range ends within its length");
    }
    if (parsed->completeLength < 0)
        return;
    const auto again = parsed->range ? contentRangeField(*parsed->range, parsed->completeLength)
                                     : unsatisfiedContentRangeField(parsed->completeLength);
    require(parseContentRange(again) == parsed, "a Content-Range written again is the same");
}

void checkTags(QByteArrayView field)
{
    if (const auto tag = parseEntityTag(field))
        require(parseEntityTag(tag->toField()) == tag, "a tag written again is the same tag");
    const auto list = parseEntityTagList(field);
    require(!list.matchesAny || list.tags.empty(), "\"*\" stands alone");
    QByteArray rewritten;
    for (const auto &tag : list.tags) {
        require(matchWeakly(tag, tag), "a tag matches itself");
        require(matchStrongly(tag, tag) == !tag.isWeak, "weak tags match nothing strongly");
        rewritten += tag.toField() + ", ";
    }
    if (!list.matchesAny)
        require(parseEntityTagList(rewritten) == list, "tags written again are the same tags");
}

void checkDate(QByteArrayView field, const QDateTime &now)
{
    const auto date = parseHttpDate(field, now);
    if (!date)
        return;
    require(date->isValid() && date->timeSpec() == Qt::UTC, "a date is in UTC");
    require(parseHttpDate(formatHttpDate(*date), now) == date, "a date written again is the same");
}

void checkConditions(const QList<QByteArray> &fields, bool isGet, const QDateTime &now)
{
    const auto field = [&](qsizetype i) -> std::optional<QByteArray> {
        return fields.value(i).isEmpty() ? std::nullopt : std::optional(fields.value(i));
    };
    const Validators current{
        entityTagOf("0123", 1), QDateTime(QDate(2024, 5, 17), QTime(10, 20, 30), utcZone)};
    RequestConditions conditions{
        isGet ? "GET" : "HEAD", field(0), field(1), field(2), field(3), field(4)};
    const auto verdict = evaluatePreconditions(conditions, current, now);
    using Kind = PreconditionVerdict::Kind;
    require(
        !verdict.honoursRange || (isGet && verdict.kind == Kind::Proceed),
        "Range counts for a GET that proceeds and for nothing else");
    require(
        conditions.ifMatch || conditions.ifUnmodifiedSince
            || verdict.kind != Kind::PreconditionFailed,
        "nothing fails without a condition");
    require(
        conditions.ifNoneMatch || conditions.ifModifiedSince || verdict.kind != Kind::NotModified,
        "nothing is unmodified without a condition");

    // RFC 9110 section 13.2.2: a condition on tags takes the place of the one on dates.
    auto withoutDates = conditions;
    if (conditions.ifMatch)
        withoutDates.ifUnmodifiedSince.reset();
    if (conditions.ifNoneMatch)
        withoutDates.ifModifiedSince.reset();
    require(
        evaluatePreconditions(withoutDates, current, now) == verdict,
        "dates are ignored beside tags");
    conditions.ifMatch = current.etag.toField();
    conditions.ifNoneMatch.reset();
    conditions.ifModifiedSince.reset();
    require(
        evaluatePreconditions(conditions, current, now).kind == Kind::Proceed,
        "who names the current tag is served");
    conditions.ifNoneMatch = current.etag.toField();
    require(
        evaluatePreconditions(conditions, current, now).kind == Kind::NotModified,
        "who has the current tag is told so");
}

} // namespace
} // namespace r2cache

/// The first byte chooses the length and the method; each line is the value of a field.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    using namespace r2cache;
    if (size == 0)
        return 0;
    static const QDateTime now(QDate(2026, 1, 2), QTime(3, 4, 5), utcZone);
    const auto complete = sizes.at(data[0] % sizes.size());
    const auto fields = bytesOf(data + 1, size - 1).split('\n');
    for (const auto &field : fields) {
        checkRange(field, complete);
        checkContentRange(field);
        checkTags(field);
        checkDate(field, now);
    }
    checkConditions(fields, (data[0] & 0x80) == 0, now);
    return 0;
}
