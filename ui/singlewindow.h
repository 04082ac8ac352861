// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>

namespace r2cache {

/// One window for each service: who comes first listens at a socket, who comes later asks there
/// for the window to be raised and leaves.
class SingleWindow : public QObject
{
    Q_OBJECT

public:
    /// @param socket  path in a directory of this user's own.
    explicit SingleWindow(const QString &socket, QObject *parent = nullptr);

    /// @return false if another window is there: it was asked to come to the front. True too when
    /// the socket cannot be had: two windows are better than none.
    [[nodiscard]] bool claim();

Q_SIGNALS:
    /// Another start wants the window.
    void raised();

private:
    [[nodiscard]] bool askOther() const;

    QString m_socket;
    QLocalServer m_server;
};

} // namespace r2cache
