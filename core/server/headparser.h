// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/request.h"

#include <QString>

#include <tl/expected.hpp>

namespace r2cache {

/// Why the gate answers a request itself; the connection ends after it.
struct Refusal
{
    int status = 400;
    QString sentence;
};

template<typename T>
using Parsed = tl::expected<T, Refusal>;

/// A head and what it says about framing and the connection.
struct ParsedHead
{
    RequestHead head;
    qint64 contentLength = 0; ///< Bytes; saturated at the largest qint64.
    bool chunked = false;
    bool expectsContinue = false; ///< RFC 9110 section 10.1.1; never for HTTP/1.0.
    bool keepAlive = true; ///< RFC 9112 section 9.3.

    [[nodiscard]] bool hasBody() const { return chunked || contentLength > 0; }
};

/// Finds the end of a head while its bytes arrive, looking at each byte once.
class HeadScanner
{
public:
    explicit HeadScanner(qsizetype maxBytes)
        : m_maxBytes(maxBytes)
    { }

    /// @p bytes is all that arrived of this head so far (and what follows it).
    /// @return the length of the head with its empty line; 0 if it is not complete; or 400 for a
    ///   line that ends without CR (RFC 9112 section 2.2 allows to refuse it) or cannot be HTTP,
    ///   431 for a head that is longer than allowed.
    [[nodiscard]] Parsed<qsizetype> scan(QByteArrayView bytes);

private:
    qsizetype m_maxBytes;
    qsizetype m_lineStart = 0;
    qsizetype m_scanned = 0;
};

/// Reads a complete head (with its empty line), strictly as RFC 9112 asks: what recipients may
/// either repair or refuse is refused, because two programs that repair differently can be played
/// against each other (request smuggling).
[[nodiscard]] Parsed<ParsedHead> parseHead(QByteArrayView bytes);

} // namespace r2cache
