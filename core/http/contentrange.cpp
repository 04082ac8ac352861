// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/contentrange.h"

#include "core/http/fieldsyntax.h"

#include <QStringBuilder>

#include <limits>
#include <string>

namespace r2cache {

namespace {

/// Like parseDecimal, but what does not fit is refused: it describes bytes that cannot be stored.
std::optional<qint64> exactDecimal(QByteArrayView digits)
{
    constexpr qint64 ceiling = std::numeric_limits<qint64>::max();
    const auto value = parseDecimal(digits, ceiling);
    return value == ceiling ? std::nullopt : value;
}

} // namespace

std::optional<ContentRange> parseContentRange(QByteArrayView field)
{
    // range-unit SP ( range-resp / unsatisfied-range )
    constexpr QByteArrayView unit = "bytes ";
    if (field.size() < unit.size()
        || field.first(unit.size()).compare(unit, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    const auto rest = field.sliced(unit.size());
    const auto slash = rest.indexOf('/');
    if (slash < 0)
        return std::nullopt;
    const auto span = rest.first(slash);
    const auto complete = rest.sliced(slash + 1);

    ContentRange result;
    if (complete != "*") {
        const auto length = exactDecimal(complete);
        if (!length)
            return std::nullopt;
        result.completeLength = *length;
    }
    if (span == "*") // unsatisfied-range = "*/" complete-length
        return result.completeLength < 0 ? std::nullopt : std::optional{result};

    const auto dash = span.indexOf('-');
    if (dash < 0)
        return std::nullopt;
    const auto first = exactDecimal(span.first(dash));
    const auto last = exactDecimal(span.sliced(dash + 1));
    // section 14.4: invalid if last-pos < first-pos or complete-length <= last-pos
    if (!first || !last || *last < *first
        || (result.completeLength >= 0 && result.completeLength <= *last))
        return std::nullopt;
    result.range = ByteRange{*first, *last + 1};
    return result;
}

QByteArray contentRangeField(ByteRange range, qint64 completeLength)
{
    // std::to_string: short numbers are no allocations, and every range's answer has three.
    std::string field("bytes ");
    field.append(std::to_string(range.begin)).append(1, '-');
    field.append(std::to_string(range.end - 1)).append(1, '/');
    field.append(std::to_string(completeLength));
    return QByteArray::fromStdString(field);
}

QByteArray unsatisfiedContentRangeField(qint64 completeLength)
{
    return "bytes */" + QByteArray::number(completeLength);
}

} // namespace r2cache
