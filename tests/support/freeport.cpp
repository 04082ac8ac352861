// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/freeport.h"

#include <QSet>
#include <QTcpServer>

namespace r2cache {

quint16 freePort()
{
    static QSet<quint16> given;
    for (;;) {
        QTcpServer fourth;
        QTcpServer sixth;
        if (!fourth.listen(QHostAddress::LocalHost))
            qFatal("no port is free");
        const auto port = fourth.serverPort();
        const bool isFree = sixth.listen(QHostAddress::LocalHostIPv6, port)
            || sixth.serverError() != QAbstractSocket::AddressInUseError;
        if (isFree && !given.contains(port)) {
            given.insert(port);
            return port;
        }
    }
}

} // namespace r2cache
