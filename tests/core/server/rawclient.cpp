// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/server/rawclient.h"

#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace r2cache {

RawClient::RawClient(quint16 port, Family family, int receiveBuffer)
{
    if (family == Family::IPv6) {
        m_socket = OpenFile(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_addr = in6addr_loopback;
        address.sin6_port = htons(port);
        m_connected
            = ::connect(
                  m_socket.descriptor(), reinterpret_cast<sockaddr *>(&address), sizeof address)
            == 0;
        return;
    }
    m_socket = OpenFile(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (receiveBuffer > 0)
        ::setsockopt(
            m_socket.descriptor(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    m_connected
        = ::connect(m_socket.descriptor(), reinterpret_cast<sockaddr *>(&address), sizeof address)
        == 0;
}

bool RawClient::wait(short events)
{
    pollfd waited{m_socket.descriptor(), events, 0};
    return ::poll(&waited, 1, static_cast<int>(m_timeout.count())) == 1;
}

bool RawClient::send(const QByteArray &bytes)
{
    QByteArrayView left = bytes;
    while (!left.isEmpty()) {
        if (!wait(POLLOUT))
            return false;
        const auto sent = ::send(
            m_socket.descriptor(), left.data(), static_cast<std::size_t>(left.size()),
            MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN)
            return false;
        left = left.sliced(std::max<qsizetype>(sent, 0));
    }
    return true;
}

bool RawClient::receiveMore()
{
    if (!wait(POLLIN)) {
        m_end = End::TimedOut;
        return false;
    }
    std::array<char, 256 * 1024> buffer;
    const auto got = ::recv(m_socket.descriptor(), buffer.data(), buffer.size(), 0);
    if (got <= 0) {
        m_end = got == 0 ? End::Closed : End::Reset;
        return false;
    }
    m_received.append(buffer.data(), got);
    return true;
}

RawClient::Answer RawClient::ask(const QByteArray &request)
{
    send(request);
    return readAnswer(request.startsWith("HEAD "));
}

RawClient::Answer RawClient::readHead()
{
    qsizetype end = -1;
    while ((end = m_received.indexOf("\r\n\r\n")) < 0) {
        if (!receiveMore())
            return {};
    }
    Answer answer;
    answer.head = m_received.first(end + 4);
    m_received.remove(0, end + 4);
    const auto lines = answer.head.split('\n');
    answer.status = lines.first().split(' ').value(1).toInt();
    for (const auto &line : lines.sliced(1)) {
        if (const auto colon = line.indexOf(':'); colon > 0)
            answer.headers.append(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    return answer;
}

RawClient::Answer RawClient::readAnswer(bool toHead)
{
    auto answer = readHead();
    if (toHead || answer.status < 200 || answer.status == 204 || answer.status == 304)
        return answer;
    const auto length = answer.field("Content-Length").toLongLong();
    while (m_received.size() < length) {
        if (!receiveMore())
            return {};
    }
    answer.body = m_received.first(length);
    m_received.remove(0, length);
    return answer;
}

QByteArray RawClient::receive(qsizetype most)
{
    if (m_received.isEmpty())
        receiveMore();
    const auto bytes = m_received.first(std::min(most, m_received.size()));
    m_received.remove(0, bytes.size());
    return bytes;
}

QByteArray RawClient::readToEnd()
{
    while (receiveMore()) { }
    return std::exchange(m_received, {});
}

bool RawClient::isClosedByServer()
{
    return readToEnd().isEmpty() && m_end == End::Closed;
}

void RawClient::shutdownSending()
{
    ::shutdown(m_socket.descriptor(), SHUT_WR);
}

void RawClient::close()
{
    m_socket = OpenFile();
}

void RawClient::reset()
{
    const ::linger hard{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(m_socket.descriptor(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

} // namespace r2cache
