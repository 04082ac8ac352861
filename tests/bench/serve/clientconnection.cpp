// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/serve/clientconnection.h"

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace serveload {

namespace {

constexpr std::int64_t bytesPerTurn = 1024LL * 1024;

[[noreturn]] void throwSystemError(const char *what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

/// The value of a field of @p head, as sent; empty if there is none.
std::string_view fieldOf(std::string_view head, std::string_view name)
{
    for (auto end = head.find("\r\n"); end != std::string_view::npos; end = head.find("\r\n")) {
        head.remove_prefix(end + 2);
        if (head.size() > name.size() && head[name.size()] == ':'
            && ::strncasecmp(head.data(), name.data(), name.size()) == 0) {
            const auto value = head.substr(name.size() + 1, head.find("\r\n") - name.size() - 1);
            return value.substr(std::min(value.find_first_not_of(' '), value.size()));
        }
    }
    return {};
}

} // namespace

ClientConnection::ClientConnection(std::uint16_t port)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    if (m_descriptor < 0)
        throwSystemError("socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // connect() takes any family's address through this pointer.
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        throwSystemError("connect");
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

ClientConnection::~ClientConnection()
{
    ::close(m_descriptor);
}

bool ClientConnection::ask(const std::string &path, const Wanted &wanted)
{
    std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    if (wanted.isRange) {
        request += "Range: bytes=" + std::to_string(wanted.begin) + '-'
            + std::to_string(wanted.begin + wanted.length - 1) + "\r\n";
    }
    request += "\r\n";
    m_wanted = wanted;
    m_headBytes = 0;
    m_isInBody = false;
    m_askedAt = Clock::now();
    return ::send(m_descriptor, request.data(), request.size(), MSG_NOSIGNAL)
        == static_cast<ssize_t>(request.size());
}

ClientConnection::Outcome ClientConnection::read()
{
    if (!m_isInBody) {
        if (const auto outcome = readHead(); !m_isInBody)
            return outcome;
    }
    return readBody();
}

ClientConnection::Outcome ClientConnection::readHead()
{
    const auto got = ::recv(
        m_descriptor, m_head.data() + m_headBytes, m_head.size() - m_headBytes, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return Outcome::Incomplete;
    if (got <= 0)
        return fail("the connection ended before the head of an answer");
    m_headBytes += static_cast<std::size_t>(got);
    const std::string_view received(m_head.data(), m_headBytes);
    const auto end = received.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return m_headBytes < m_head.size() ? Outcome::Incomplete : fail("the head is too long");
    if (!isHeadRight(received.substr(0, end + 2)))
        return Outcome::Failed;
    const auto early = static_cast<std::int64_t>(m_headBytes - end - 4);
    m_isInBody = true;
    m_bodyLeft = m_wanted.length - early;
    m_bytes += early;
    return m_bodyLeft < 0 ? fail("more bytes than Content-Length came") : Outcome::Incomplete;
}

ClientConnection::Outcome ClientConnection::readBody()
{
    for (std::int64_t turn = 0; m_bodyLeft > 0 && turn < bytesPerTurn;) {
        // MSG_TRUNC: TCP drops the bytes without copying them, so that the load costs little.
        const auto got = ::recv(
            m_descriptor, nullptr, static_cast<std::size_t>(m_bodyLeft), MSG_TRUNC | MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return Outcome::Incomplete;
        if (got <= 0)
            return fail("the connection ended inside a body");
        m_bodyLeft -= got;
        m_bytes += got;
        turn += got;
    }
    return m_bodyLeft == 0 ? Outcome::Complete : Outcome::Incomplete;
}

ClientConnection::Outcome ClientConnection::fail(std::string problem)
{
    m_problem = std::move(problem);
    return Outcome::Failed;
}

bool ClientConnection::isHeadRight(std::string_view head)
{
    const std::string status = m_wanted.isRange ? "HTTP/1.1 206 " : "HTTP/1.1 200 ";
    const std::string range = "bytes " + std::to_string(m_wanted.begin) + '-'
        + std::to_string(m_wanted.begin + m_wanted.length - 1) + '/';
    const bool isRight = head.starts_with(status)
        && fieldOf(head, "Content-Length") == std::to_string(m_wanted.length)
        && (!m_wanted.isRange || fieldOf(head, "Content-Range").starts_with(range));
    if (!isRight)
        m_problem = "not the answer that was asked for:\n" + std::string(head);
    return isRight;
}

std::int64_t ClientConnection::takeBytes()
{
    return std::exchange(m_bytes, 0);
}

} // namespace serveload
