// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"
#include "core/server/request.h"

#include <chrono>

namespace r2cache {

/// A client of bare sockets that sends exactly the bytes it is told to, also wrong ones, and
/// blocks; for servers that run on another thread.
class RawClient
{
public:
    struct Answer
    {
        int status = 0; ///< 0: no complete answer came.
        QByteArray head; ///< Status line and fields, as received.
        Headers headers;
        QByteArray body;
        QByteArray field(QByteArrayView name) const { return headers.value(name).value_or(""); }
    };

    enum class End
    {
        Closed,
        Reset,
        TimedOut,
    };

    enum class Family
    {
        IPv4,
        IPv6,
    };

    /// @param receiveBuffer  SO_RCVBUF in bytes, 0 leaves the system's.
    explicit RawClient(quint16 port, Family family = Family::IPv4, int receiveBuffer = 0);

    bool isConnected() const { return m_connected; }

    /// False when the server does not take the bytes.
    bool send(const QByteArray &bytes);
    /// Sends and reads one answer.
    Answer ask(const QByteArray &request);
    /// One answer; @p toHead: to a HEAD request, which has no body.
    Answer readAnswer(bool toHead = false);
    /// Only the head; what follows stays for receive().
    Answer readHead();
    /// At least one byte, at most @p most; empty at the end.
    QByteArray receive(qsizetype most);
    /// Everything until the end, which is then known.
    QByteArray readToEnd();
    End end() const { return m_end; }
    /// Whether the server closed the connection without another byte.
    bool isClosedByServer();

    void shutdownSending();
    void close();
    void reset();
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

private:
    bool receiveMore();
    bool wait(short events);

    OpenFile m_socket;
    QByteArray m_received;
    End m_end = End::TimedOut;
    bool m_connected = false;
    std::chrono::milliseconds m_timeout{20'000};
};

} // namespace r2cache
