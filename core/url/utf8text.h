// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace r2cache {

inline constexpr char utf8ByteOrderMark[] = "\xEF\xBB\xBF";

/// Where a byte of a text is, as an editor shows it; both count from 1.
struct TextPosition
{
    qsizetype line = 1; ///< Lines end with LF, CR or CR LF.
    qsizetype column = 1; ///< In characters (code points), a byte order mark not counted.

    friend bool operator==(const TextPosition &, const TextPosition &) = default;
};

[[nodiscard]] TextPosition positionAt(QByteArrayView utf8, qsizetype offset);

/// Bytes of the well-formed sequence of several bytes (RFC 3629 section 4) that @p utf8 begins
/// with, 0 if it begins with none. Not for ASCII; @p utf8 is not empty.
[[nodiscard]] qsizetype utf8SequenceLength(QByteArrayView utf8);

} // namespace r2cache
