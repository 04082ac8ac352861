// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/rangeset.h"

#include <algorithm>

namespace r2cache {

namespace {

bool endsBefore(const ByteRange &range, qint64 offset)
{
    return range.end < offset;
}

bool endsAtOrBefore(const ByteRange &range, qint64 offset)
{
    return range.end <= offset;
}

} // namespace

void RangeSet::add(ByteRange range)
{
    if (range.isEmpty())
        return;
    const auto first = std::lower_bound(m_ranges.begin(), m_ranges.end(), range.begin, endsBefore);
    auto last = first;
    for (; last != m_ranges.end() && last->begin <= range.end; ++last) {
        range.begin = std::min(range.begin, last->begin);
        range.end = std::max(range.end, last->end);
    }
    if (first == last) {
        m_ranges.insert(first, range);
        return;
    }
    *first = range;
    m_ranges.erase(first + 1, last);
}

bool RangeSet::contains(ByteRange range) const
{
    return range.isEmpty() || contiguousEnd(range.begin) >= range.end;
}

std::vector<ByteRange> RangeSet::gaps(ByteRange within) const
{
    std::vector<ByteRange> missing;
    auto here = std::lower_bound(m_ranges.begin(), m_ranges.end(), within.begin, endsAtOrBefore);
    for (qint64 at = within.begin; at < within.end; ++here) {
        if (here == m_ranges.end() || here->begin >= within.end) {
            missing.push_back({at, within.end});
            break;
        }
        if (here->begin > at)
            missing.push_back({at, here->begin});
        at = here->end;
    }
    return missing;
}

qint64 RangeSet::contiguousEnd(qint64 offset) const
{
    const auto here = std::lower_bound(m_ranges.begin(), m_ranges.end(), offset, endsAtOrBefore);
    return here != m_ranges.end() && here->begin <= offset ? here->end : offset;
}

qint64 RangeSet::byteCount() const
{
    qint64 count = 0;
    for (const auto &range : m_ranges)
        count += range.length();
    return count;
}

} // namespace r2cache
