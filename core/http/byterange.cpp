// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/byterange.h"

#include "core/http/fieldsyntax.h"

#include <QStringBuilder>

#include <algorithm>
#include <limits>
#include <optional>

namespace r2cache {

namespace {

constexpr qint64 beyondAnyEnd = std::numeric_limits<qint64>::max();

/// One range as asked for, resolved against the length.
struct Wanted
{
    ByteRange range;
    size_t position = 0; ///< Place in the field.
};

/// Nothing when malformed; an empty range when it cannot be satisfied.
std::optional<ByteRange> resolve(QByteArrayView spec, qint64 completeLength)
{
    const auto dash = spec.indexOf('-');
    if (dash < 0)
        return std::nullopt;
    const auto first = spec.first(dash);
    const auto last = spec.sliced(dash + 1);

    if (first.isEmpty()) {
        // suffix-range, section 14.1.2: a suffix longer than the representation means all of it
        const auto length = parseDecimal(last, beyondAnyEnd);
        if (!length)
            return std::nullopt;
        return ByteRange{completeLength - std::min(*length, completeLength), completeLength};
    }

    const auto begin = parseDecimal(first, beyondAnyEnd);
    if (!begin)
        return std::nullopt;
    qint64 end = completeLength;
    if (!last.isEmpty()) {
        const auto lastByte = parseDecimal(last, beyondAnyEnd);
        // section 14.1.2: "is invalid if the last-pos value is present and less than first-pos"
        if (!lastByte || *lastByte < *begin)
            return std::nullopt;
        if (*lastByte < completeLength)
            end = *lastByte + 1;
    }
    return ByteRange{std::min(*begin, end), end};
}

/// Section 15.3.7.2: overlapping ranges may be coalesced; the rest keeps the client's order.
std::vector<ByteRange> merged(std::vector<Wanted> wanted)
{
    std::sort(wanted.begin(), wanted.end(), [](const Wanted &a, const Wanted &b) {
        return a.range.begin < b.range.begin;
    });
    std::vector<Wanted> joined;
    for (const auto &next : wanted) {
        if (joined.empty() || next.range.begin > joined.back().range.end) {
            joined.push_back(next);
            continue;
        }
        auto &previous = joined.back();
        previous.range.end = std::max(previous.range.end, next.range.end);
        previous.position = std::min(previous.position, next.position);
    }
    std::sort(joined.begin(), joined.end(), [](const Wanted &a, const Wanted &b) {
        return a.position < b.position;
    });
    std::vector<ByteRange> ranges;
    ranges.reserve(joined.size());
    for (const auto &one : joined)
        ranges.push_back(one.range);
    return ranges;
}

} // namespace

QByteArray ByteRange::toRequestHeader() const
{
    return "bytes=" + QByteArray::number(begin) + '-' + QByteArray::number(end - 1);
}

RangeDecision decideRange(QByteArrayView rangeField, qint64 completeLength)
{
    // What is returned as {} is ignored: Whole.
    const auto equals = rangeField.indexOf('=');
    // section 14.1: unit names are case-insensitive; 14.2: an unknown one is ignored
    if (equals < 0 || rangeField.first(equals).compare("bytes", Qt::CaseInsensitive) != 0)
        return {};

    const auto specs = listElements(rangeField.sliced(equals + 1));
    if (specs.empty() || specs.size() > maxRangesPerRequest)
        return {};

    std::vector<Wanted> wanted;
    bool isSuffixOfNothing = false;
    for (size_t i = 0; i < specs.size(); ++i) {
        const auto range = resolve(specs[i], completeLength);
        if (!range)
            return {};
        if (!range->isEmpty())
            wanted.push_back({*range, i});
        else if (completeLength == 0 && specs[i].startsWith('-'))
            isSuffixOfNothing |= parseDecimal(specs[i].sliced(1), beyondAnyEnd) != 0;
    }
    if (!wanted.empty())
        return {RangeDecision::Kind::Partial, merged(std::move(wanted))};
    // Section 14.1.2: a suffix of at least one byte is satisfiable even of an empty representation,
    // but no Content-Range could describe it: answer the whole of it.
    return {
        isSuffixOfNothing ? RangeDecision::Kind::Whole : RangeDecision::Kind::Unsatisfiable, {}};
}

qint64 firstByteOf(QByteArrayView rangeField)
{
    const auto decision = decideRange(rangeField, beyondAnyEnd);
    if (decision.ranges.empty())
        return 0;
    const auto begin = decision.ranges.front().begin;
    return begin < beyondAnyEnd / 2 ? begin : 0; // a suffix
}

} // namespace r2cache
