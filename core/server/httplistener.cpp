// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/httplistener.h"

#include <QLoggingCategory>

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace r2cache {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcListener, "cache.server.listener", QtInfoMsg)

namespace {

constexpr int backlog = 511;
constexpr int acceptsPerTurn = 64;
constexpr int freePortAttempts = 50;
constexpr std::chrono::milliseconds pauseTime{50};

/// The loopback address of @p family, ready for bind(2).
struct Address
{
    Address(int family, quint16 port)
    {
        if (family == AF_INET6) {
            sockaddr_in6 address{};
            address.sin6_family = AF_INET6;
            address.sin6_addr = in6addr_loopback;
            address.sin6_port = htons(port);
            std::memcpy(&storage, &address, length = sizeof address);
        } else {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            address.sin_port = htons(port);
            std::memcpy(&storage, &address, length = sizeof address);
        }
    }

    sockaddr_storage storage{};
    socklen_t length = 0;
};

const sockaddr *asSockaddr(const sockaddr_storage &storage)
{
    return reinterpret_cast<const sockaddr *>(&storage);
}

quint16 portOf(int descriptor)
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&storage), &length);
    sockaddr_in address{}; // the port is at the same place in both families
    std::memcpy(&address, &storage, sizeof address);
    return ntohs(address.sin_port);
}

/// A listening socket; one that is not open if this machine has no such family.
Result<OpenFile> openSocket(int family, quint16 port)
{
    const auto absent = [](int error) {
        return error == EAFNOSUPPORT || error == EADDRNOTAVAIL || error == EPROTONOSUPPORT;
    };
    OpenFile socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    const Address address(family, port);
    const auto open = [&] {
        return socket.isOpen()
            && ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0
            && (family != AF_INET6
                || ::setsockopt(socket.descriptor(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on)
                    == 0)
            && ::bind(socket.descriptor(), asSockaddr(address.storage), address.length) == 0
            && ::listen(socket.descriptor(), backlog) == 0;
    };
    if (open())
        return socket;
    if (family == AF_INET6 && absent(errno))
        return OpenFile();
    if (errno == EADDRINUSE)
        return failure(ErrorCode::PortTaken, u"Port %1 is taken by another program."_s.arg(port));
    return failure(systemError(u"listen on port %1"_s.arg(port), errno));
}

} // namespace

HttpListener::HttpListener(
    std::function<bool()> hasRoom, std::function<void(OpenFile)> take, QObject *parent)
    : QObject(parent)
    , m_hasRoom(std::move(hasRoom))
    , m_take(std::move(take))
    , m_pause(this)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseTime);
    connect(&m_pause, &QTimer::timeout, this, &HttpListener::resume);
}

Result<> HttpListener::listen(quint16 port)
{
    auto opened = open(port);
    // A port that is free on 127.0.0.1 may be taken on ::1.
    for (int attempt = 1; port == 0 && !opened && attempt < freePortAttempts; ++attempt)
        opened = open(port);
    return opened;
}

Result<> HttpListener::open(quint16 port)
{
    auto ipv4 = openSocket(AF_INET, port);
    if (!ipv4)
        return failure(ipv4.error());
    const auto taken = portOf(ipv4->descriptor());
    auto ipv6 = openSocket(AF_INET6, taken);
    if (!ipv6)
        return failure(ipv6.error());

    for (auto *socket : {&*ipv4, &*ipv6}) {
        if (!socket->isOpen())
            continue;
        const int descriptor = socket->descriptor();
        auto notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
        connect(notifier.get(), &QSocketNotifier::activated, this, [this, descriptor] {
            accept(descriptor);
        });
        m_acceptors.push_back({std::move(*socket), std::move(notifier)});
    }
    m_port = taken;
    return {};
}

void HttpListener::accept(int descriptor)
{
    for (int count = 0; count < acceptsPerTurn; ++count) {
        if (!m_hasRoom()) {
            pause();
            return;
        }
        OpenFile socket(::accept4(descriptor, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket.isOpen()) {
            m_take(std::move(socket));
            continue;
        }
        if (errno == EINTR || errno == ECONNABORTED)
            continue;
        // Out of descriptors or memory: the listening socket stays readable, so asking again at
        // once would only spin.
        if (errno != EAGAIN && errno != EWOULDBLOCK) {
            qCWarning(lcListener).noquote() << "No connection accepted:" << qt_error_string(errno);
            pause();
        }
        return;
    }
}

void HttpListener::pause()
{
    for (const auto &acceptor : m_acceptors)
        acceptor.notifier->setEnabled(false);
    m_pause.start();
}

void HttpListener::resume()
{
    for (const auto &acceptor : m_acceptors)
        acceptor.notifier->setEnabled(true);
}

void HttpListener::close()
{
    m_pause.stop();
    for (auto &acceptor : m_acceptors)
        acceptor.notifier.reset(); // before its descriptor goes
    m_acceptors.clear();
    m_port = 0;
}

} // namespace r2cache
