// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/chunkeddecoder.h"
#include "core/server/headparser.h"

#include <optional>

namespace r2cache {

/// Turns the bytes of one connection into requests, one at a time; no sockets, so that tests and
/// fuzzers can feed it.
///
///     append(bytes) → next() ── NeedMore ───────→ append more, at most wanted() bytes
///                            ── HeadComplete ───→ look at head(), then next() again
///                            ── RequestComplete → takeRequest(), then next() again
///                            ── Refused ────────→ refusal(); the reader is of no further use
class RequestReader
{
public:
    struct Limits
    {
        qsizetype headBytes = 0;
        qint64 bodyBytes = 0;
    };

    enum class Step
    {
        NeedMore,
        HeadComplete,
        RequestComplete,
        Refused,
    };

    /// @param connection  what RequestHead::connection will say.
    RequestReader(Limits limits, quint64 connection);

    /// How many bytes may be appended now: bounds what a client can make the server hold.
    [[nodiscard]] qsizetype wanted() const;
    void append(QByteArrayView bytes);

    [[nodiscard]] Step next();
    [[nodiscard]] const ParsedHead &head() const { return m_parsed; }
    [[nodiscard]] const Refusal &refusal() const { return m_refusal; }
    /// The request that next() completed.
    [[nodiscard]] Request takeRequest();

    /// Frees what it holds; it is of no further use. A refused client may stay for a while.
    void discard();

    /// Whether any byte of the next request is here.
    [[nodiscard]] bool hasInput() const { return !m_input.isEmpty(); }
    [[nodiscard]] qint64 bodyBytesHeld() const { return m_body.size(); }

private:
    enum class State
    {
        Head,
        Body,
        Complete,
    };

    Step readHead();
    Step readBody();
    Step refuse(Refusal refusal);

    Limits m_limits;
    quint64 m_connection;
    State m_state = State::Head;
    QByteArray m_input; ///< Not yet understood.
    HeadScanner m_scanner;
    ParsedHead m_parsed;
    std::optional<ChunkedDecoder> m_decoder;
    QByteArray m_body;
    Refusal m_refusal;
};

} // namespace r2cache
