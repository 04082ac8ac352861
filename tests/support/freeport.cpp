// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/freeport.h"

#include <QTcpSocket>

#include <fcntl.h>

namespace r2cache {

namespace {

/// Binds by SO_REUSEADDR and does not listen. Every server sets that too and can so listen there
/// beside us (socket(7)), while bind(2) to port 0 and connect(2) pass the port over.
bool binds(QTcpSocket &socket, QHostAddress::SpecialAddress address, quint16 port)
{
    return socket.bind(address, port, QAbstractSocket::ReuseAddressHint);
}

/// Leaves the port bound when @p socket goes.
void keep(const QTcpSocket &socket)
{
    if (::fcntl(static_cast<int>(socket.socketDescriptor()), F_DUPFD_CLOEXEC, 0) < 0)
        qFatal("a port cannot be kept");
}

} // namespace

quint16 freePort()
{
    for (;;) {
        QTcpSocket fourth;
        QTcpSocket sixth;
        if (!binds(fourth, QHostAddress::LocalHost, 0))
            qFatal("no port is free");
        const auto port = fourth.localPort();
        const bool hasSixth = binds(sixth, QHostAddress::LocalHostIPv6, port);
        if (!hasSixth && sixth.error() == QAbstractSocket::AddressInUseError)
            continue;
        keep(fourth);
        if (hasSixth)
            keep(sixth);
        return port;
    }
}

} // namespace r2cache
