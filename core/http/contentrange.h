// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/byterange.h"

#include <optional>

namespace r2cache {

/// A Content-Range field (RFC 9110 section 14.4) in bytes.
struct ContentRange
{
    std::optional<ByteRange> range; ///< Nothing for "*/N", as a 416 has it.
    qint64 completeLength = -1; ///< -1 if the sender wrote "*": it does not know.

    friend bool operator==(const ContentRange &, const ContentRange &) = default;
};

/// Reads the field of an origin, strictly: it decides where bytes are stored. Nothing if it is
/// malformed, of another unit, backwards, past its own complete length or beyond 64 bits.
[[nodiscard]] std::optional<ContentRange> parseContentRange(QByteArrayView field);

/// "bytes 0-99/1000" for a 206; @p range must not be empty.
[[nodiscard]] QByteArray contentRangeField(ByteRange range, qint64 completeLength);

/// "bytes */1000" for a 416.
[[nodiscard]] QByteArray unsatisfiedContentRangeField(qint64 completeLength);

} // namespace r2cache
