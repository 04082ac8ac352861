// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/multipartbyteranges.h"

#include "core/http/contentrange.h"

#include <QStringBuilder>

namespace r2cache {

MultipartByteRanges::MultipartByteRanges(
    std::vector<ByteRange> ranges, QByteArray partContentType, qint64 completeLength,
    QByteArray boundary)
    : m_ranges(std::move(ranges))
    , m_partContentType(std::move(partContentType))
    , m_completeLength(completeLength)
    , m_boundary(std::move(boundary))
{ }

QByteArray MultipartByteRanges::contentType() const
{
    return "multipart/byteranges; boundary=" + m_boundary;
}

QByteArray MultipartByteRanges::partHead(size_t index) const
{
    // RFC 2046 section 5.1.1: the CRLF before a boundary belongs to it; the first needs none.
    const QByteArray before = index == 0 ? "" : "\r\n";
    return before + "--" + m_boundary + "\r\nContent-Type: " + m_partContentType
        + "\r\nContent-Range: " + contentRangeField(m_ranges.at(index), m_completeLength)
        + "\r\n\r\n";
}

QByteArray MultipartByteRanges::end() const
{
    return "\r\n--" + m_boundary + "--\r\n";
}

qint64 MultipartByteRanges::contentLength() const
{
    qint64 length = end().size();
    for (size_t i = 0; i < m_ranges.size(); ++i)
        length += partHead(i).size() + m_ranges[i].length();
    return length;
}

} // namespace r2cache
