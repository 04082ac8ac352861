// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/headparser.h"

namespace r2cache {

/// Takes the chunked transfer coding (RFC 9112 section 7.1) off a request body as it arrives.
/// Chunk extensions and trailers are read within limits and dropped.
class ChunkedDecoder
{
public:
    explicit ChunkedDecoder(qint64 maxBodyBytes)
        : m_room(maxBodyBytes)
    { }

    /// Moves as much as it can from the front of @p input to the end of @p body. A line that is
    /// not complete stays in @p input.
    /// @return true when the body is complete (what is left in @p input belongs to the next
    ///   request); false if more bytes are needed; 400 for broken framing, 413 for a body that is
    ///   longer than allowed, 431 for endless trailers.
    [[nodiscard]] Parsed<bool> decode(QByteArray &input, QByteArray &body);

private:
    enum class State
    {
        Size,
        Data,
        DataEnd, ///< The CR LF after a chunk's data.
        Trailer,
    };

    Parsed<void> startChunk(QByteArrayView line);

    State m_state = State::Size;
    qint64 m_room; ///< Bytes that the body may still grow by.
    qint64 m_left = 0; ///< Bytes of the current chunk still to come.
    qsizetype m_trailerBytes = 0;
};

} // namespace r2cache
