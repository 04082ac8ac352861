// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/singlewindow.h"

#include <QLocalSocket>
#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcSingle, "cache.window.single", QtInfoMsg)

constexpr int patienceMs = 1000;
constexpr qint64 maxRequest = 64;

} // namespace

SingleWindow::SingleWindow(const QString &socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (auto *client = m_server.nextPendingConnection()) {
            connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
            connect(client, &QLocalSocket::readyRead, this, [this, client] {
                if (client->read(maxRequest).startsWith("raise"))
                    Q_EMIT raised();
                client->disconnectFromServer();
            });
        }
    });
}

bool SingleWindow::claim()
{
    // Without socket options listen() binds, which fails where a socket lies already.
    if (m_server.listen(m_socket))
        return true;
    if (m_server.serverError() == QAbstractSocket::AddressInUseError) {
        if (askOther())
            return false;
        // Left behind by one that was killed.
        if (QLocalServer::removeServer(m_socket) && m_server.listen(m_socket))
            return true;
    }
    qCWarning(lcSingle).noquote() << "Other starts will not find this window:"
                                  << m_server.errorString();
    return true;
}

bool SingleWindow::askOther() const
{
    QLocalSocket other;
    other.connectToServer(m_socket);
    if (!other.waitForConnected(patienceMs))
        return false;
    other.write("raise\n");
    return other.waitForBytesWritten(patienceMs);
}

} // namespace r2cache
