// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"

#include <span>

namespace r2cache {

/// Whether TCP sends what fills no segment at once (TCP_NODELAY; RFC 9293 section 3.7.4). Nothing
/// happens to what is no TCP socket. Switching it on sends what is held back.
void setNoDelay(int socket, bool on);

/// A non-blocking socket and what edge-triggered epoll has told about it: each event comes once,
/// so it is remembered until a call finds the socket empty or full.
class ClientSocket
{
public:
    enum class Outcome
    {
        Bytes,
        Nothing, ///< Until the next event.
        End, ///< The client will send no more.
        Broken,
    };
    struct Received
    {
        Outcome outcome = Outcome::Nothing;
        QByteArrayView bytes{}; ///< In the buffer that was given.
    };

    /// @param socket  connected; asks TCP not to hold small packets back.
    explicit ClientSocket(OpenFile socket);

    [[nodiscard]] int descriptor() const { return m_socket.descriptor(); }

    /// Holds the kernel to half a megabyte that waits to be sent. Without it a client that does not
    /// read holds some 3.5 MB of the kernel's TCP memory; 440 of them, on a machine of 24 GB, and
    /// the kernel slows every connection of the machine down. A fast reader costs a third more CPU
    /// so.
    void limitUnsent();

    /// Takes up what epoll saw.
    void note(quint32 events);
    /// Whether the client closed its sending half; there may be bytes before that end.
    [[nodiscard]] bool isPeerClosed() const { return m_peerClosed; }
    [[nodiscard]] bool isWritable() const { return m_writable; }
    void noteFull() { m_writable = false; }

    [[nodiscard]] Received receive(std::span<char> buffer);

    void shutdownSending();
    void close();
    /// Closes with a reset.
    void reset();

private:
    OpenFile m_socket;
    bool m_readable = false;
    bool m_writable = false;
    bool m_peerClosed = false;
    bool m_atEnd = false;
};

} // namespace r2cache
