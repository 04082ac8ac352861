// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/byterange.h"

namespace r2cache {

/// The frame of a multipart/byteranges body (RFC 9110 section 14.6): what goes before, between and
/// after the ranges. The ranges themselves are sent from the file and never pass through here.
///
/// Body: partHead(0), bytes of range 0, partHead(1), bytes of range 1, …, end().
class MultipartByteRanges
{
public:
    /// @param boundary  one to 70 letters and digits that the content will not hold: 24 random hex
    ///                  digits.
    MultipartByteRanges(
        std::vector<ByteRange> ranges, QByteArray partContentType, qint64 completeLength,
        QByteArray boundary);

    /// The Content-Type of the whole answer.
    [[nodiscard]] QByteArray contentType() const;
    /// What goes before the bytes of range @p index.
    [[nodiscard]] QByteArray partHead(size_t index) const;
    [[nodiscard]] QByteArray end() const;
    /// Bytes of the whole body, frame and ranges.
    [[nodiscard]] qint64 contentLength() const;

    [[nodiscard]] const std::vector<ByteRange> &ranges() const { return m_ranges; }

private:
    std::vector<ByteRange> m_ranges;
    QByteArray m_partContentType;
    qint64 m_completeLength;
    QByteArray m_boundary;
};

} // namespace r2cache
