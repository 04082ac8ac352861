// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/clientsocket.h"
#include "core/server/exchange.h"
#include "core/server/requestreader.h"
#include "core/server/responsewriter.h"

#include <chrono>
#include <memory>

namespace r2cache {

class HttpWorker;

/// One client's connection: reads requests, hands them over one at a time, sends the answers.
///
///     Reading ──→ Answering (an Exchange exists) ──→ Reading …
///        │            │
///        └────────────┴──→ Lingering (our side is shut, theirs is read and dropped) ──→ closed
///
/// Nothing is read while a request is being answered, so pipelined requests wait in the kernel and
/// are answered in order. Lives on its worker's thread and belongs to the worker, which deletes it
/// some time after it retired.
class HttpConnection
{
public:
    /// @p socket is connected and non-blocking.
    HttpConnection(HttpWorker &worker, OpenFile socket, quint64 number);
    ~HttpConnection();
    HttpConnection(const HttpConnection &) = delete;
    HttpConnection &operator=(const HttpConnection &) = delete;

    [[nodiscard]] quint64 number() const { return m_number; }
    [[nodiscard]] int descriptor() const { return m_socket.descriptor(); }

    /// What epoll saw (edge-triggered).
    void handleEvents(quint32 events);
    /// Goes as far as it can without blocking, and no further than its fair share.
    void advance();
    /// Applies the timeouts.
    void sweep(std::chrono::milliseconds now);
    /// What its answer awaited has arrived, or will not.
    void bytesArrived();
    /// The server stops: 503 to what is Waiting, no request after this one.
    void stop();
    /// Ends with a reset, so that no cut answer looks complete.
    void closeHard();

    // For its Exchange.
    void respond(Response response);
    void respondError(int status, const QString &sentence);
    /// @return the monotonic moment @p after from now, at which the timeouts will be looked at.
    std::chrono::milliseconds sweepWithin(std::chrono::milliseconds after);

    bool scheduled = false; ///< The worker's own mark: waits for a turn.

private:
    enum class Phase
    {
        Reading,
        Answering,
        Lingering,
        Closed,
    };
    enum class Progress
    {
        Made,
        Stuck, ///< Until the next event.
        TurnOver, ///< More could be done; it is another connection's turn.
    };

    Progress step();
    Progress read();
    Progress readSocket();
    Progress write();
    Progress linger();
    void beginRequest();
    void dispatch();
    void refuse(const Refusal &refusal);
    void finishAnswer();
    void close();
    void retire();
    void endExchange(bool complete);
    [[nodiscard]] bool isWaiting() const;
    void awaitBytes();

    HttpWorker &m_worker;
    ClientSocket m_socket;
    quint64 m_number;
    Phase m_phase = Phase::Reading;
    RequestReader m_reader;
    ResponseWriter m_writer;
    std::shared_ptr<Exchange> m_exchange;

    bool m_advancing = false;
    /// Has had an answer and may ask again. Until then, and once it is to go, it waits behind those
    /// who have: a crowd that is never served must not delay them.
    bool m_isServed = false;
    bool m_hasRequestHead = false; ///< Reading: the head is complete, the body is not.
    ResponseContext m_context; ///< For the answer to the request that is being read or answered.
    qint64 m_bodyHeld = 0; ///< What the worker counts for us.
    std::chrono::steady_clock::time_point m_requestedAt; ///< Its head was complete.
    std::optional<std::chrono::nanoseconds> m_firstByteAfter; ///< Delivery::firstByteAfter
    bool m_awaitsBytes = false; ///< Answering: the file that is sent does not go on yet.
    qint64 m_lingered = 0; ///< Bytes read and dropped.
    std::chrono::milliseconds m_since; ///< Begin of the phase, or last progress in it.
};

} // namespace r2cache
