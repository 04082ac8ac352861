// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/openfile.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace r2cache {

/// Accepts connections on one port of 127.0.0.1 and ::1. Lives on one thread with an event loop.
class HttpListener : public QObject
{
    Q_OBJECT

public:
    /// @param hasRoom  asked before each accept; while it says no, clients wait in the kernel.
    /// @param take     gets each connection, non-blocking.
    HttpListener(
        std::function<bool()> hasRoom, std::function<void(OpenFile)> take, QObject *parent);

    /// See HttpServer::listen().
    [[nodiscard]] Result<> listen(quint16 port);
    [[nodiscard]] quint16 port() const { return m_port; } ///< 0 when not listening.
    void close();

private:
    struct Acceptor
    {
        OpenFile socket;
        std::unique_ptr<QSocketNotifier> notifier;
    };

    Result<> open(quint16 port);
    void accept(int descriptor);
    void pause();
    void resume();

    std::function<bool()> m_hasRoom;
    std::function<void(OpenFile)> m_take;
    std::vector<Acceptor> m_acceptors;
    QTimer m_pause;
    quint16 m_port = 0;
};

} // namespace r2cache
