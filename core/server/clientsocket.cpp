// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/clientsocket.h"

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace r2cache {

namespace {

constexpr int maxUnsent = 512 * 1024; ///< Bytes.
constexpr int droppedAtOnce = 32 * 1024; ///< Bytes.

} // namespace

void setNoDelay(int socket, bool on)
{
    const int value = on ? 1 : 0;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &value, sizeof value);
}

ClientSocket::ClientSocket(OpenFile socket)
    : m_socket(std::move(socket))
{
    // Head and body leave in two writes; Nagle's algorithm would hold the second back.
    setNoDelay(descriptor(), true);
}

void ClientSocket::limitUnsent()
{
    ::setsockopt(descriptor(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &maxUnsent, sizeof maxUnsent);
}

void ClientSocket::note(quint32 events)
{
    m_writable = m_writable || (events & EPOLLOUT);
    m_readable = m_readable || (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP));
    m_peerClosed = m_peerClosed || (events & EPOLLRDHUP);
}

ClientSocket::Received ClientSocket::receive(std::span<char> buffer)
{
    if (m_atEnd)
        return {.outcome = Outcome::End};
    if (!m_readable)
        return {};
    ssize_t got = -1;
    do {
        got = ::recv(descriptor(), buffer.data(), buffer.size(), 0);
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
        // A short read has emptied the socket; but an end that epoll has told already is not told
        // again.
        m_readable = static_cast<std::size_t>(got) == buffer.size() || m_peerClosed;
        return {.outcome = Outcome::Bytes, .bytes = {buffer.data(), got}};
    }
    m_readable = false;
    if (got == 0) {
        m_atEnd = true;
        return {.outcome = Outcome::End};
    }
    return {
        .outcome = errno == EAGAIN || errno == EWOULDBLOCK ? Outcome::Nothing : Outcome::Broken};
}

void ClientSocket::shutdownSending()
{
    ::shutdown(descriptor(), SHUT_WR);
    // What still comes is only dropped: not worth an event for each small piece. An end is told all
    // the same.
    ::setsockopt(descriptor(), SOL_SOCKET, SO_RCVLOWAT, &droppedAtOnce, sizeof droppedAtOnce);
}

void ClientSocket::close()
{
    m_socket = OpenFile();
}

void ClientSocket::reset()
{
    const ::linger hard{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

} // namespace r2cache
