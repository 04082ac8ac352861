// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/byterange.h"

#include <vector>

namespace r2cache {

/// A set of bytes as disjoint, non-adjacent ranges in ascending order: what of a fill is there.
/// A value; not shared between threads while it changes.
class RangeSet
{
public:
    /// Adds the bytes of @p range; an empty one adds nothing.
    void add(ByteRange range);

    /// Whether every byte of @p range is here; true for an empty range.
    [[nodiscard]] bool contains(ByteRange range) const;

    /// What of @p within is missing, ascending.
    [[nodiscard]] std::vector<ByteRange> gaps(ByteRange within) const;

    /// One past the last byte of the unbroken stretch that holds @p offset, or @p offset itself if
    /// that byte is missing: how far a reader may go without waiting.
    [[nodiscard]] qint64 contiguousEnd(qint64 offset) const;

    /// Number of bytes here.
    [[nodiscard]] qint64 byteCount() const;

    [[nodiscard]] const std::vector<ByteRange> &ranges() const { return m_ranges; }

    friend bool operator==(const RangeSet &, const RangeSet &) = default;

private:
    std::vector<ByteRange> m_ranges;
};

} // namespace r2cache
