// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

namespace r2cache {

/// The bytes [begin, end) of one representation; half open, so that neighbours meet.
struct ByteRange
{
    qint64 begin = 0;
    qint64 end = 0; ///< One past the last byte.

    [[nodiscard]] qint64 length() const { return end - begin; }
    [[nodiscard]] bool isEmpty() const { return end <= begin; }

    /// "bytes=0-99" for [0, 100): RFC 9110 section 14.1.2 counts the last byte in. Not for empty
    /// ranges.
    [[nodiscard]] QByteArray toRequestHeader() const;

    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

/// What a Range field means for a representation of known length.
struct RangeDecision
{
    enum class Kind
    {
        Whole, ///< Answer 200: no range, or one that is ignored.
        Partial, ///< Answer 206 with ranges(); several make it multipart/byteranges.
        Unsatisfiable, ///< Answer 416 with `Content-Range: bytes */N`.
    };

    Kind kind = Kind::Whole;
    /// Disjoint, not adjacent, none empty, inside the representation; in the order asked for.
    std::vector<ByteRange> ranges;

    friend bool operator==(const RangeDecision &, const RangeDecision &) = default;
};

/// More ranges than these in one field are an attack or a mistake: the field is ignored
/// (RFC 9110 section 14.2 allows it).
constexpr int maxRangesPerRequest = 16;

/// Reads the value of a Range field (RFC 9110 section 14.2) for @p completeLength bytes.
///
/// An unknown unit, a malformed set and more than maxRangesPerRequest ranges are ignored; ends are
/// clamped; ranges that overlap or touch become one; numbers too large for 64 bits mean "beyond the
/// end". Call it for GET only: the RFC defines Range for no other method.
[[nodiscard]] RangeDecision decideRange(QByteArrayView rangeField, qint64 completeLength);

/// Where the first range of a Range field begins, as a guess before the length is known; 0 for
/// suffixes and for what decideRange() would ignore.
[[nodiscard]] qint64 firstByteOf(QByteArrayView rangeField);

} // namespace r2cache
