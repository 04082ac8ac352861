// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QToolButton;

namespace r2cache {

class ServiceState;
class StateLight;

/// The window's lowest line: both addresses with buttons that copy them, what is going on now, what
/// renders hold.
class StatusLine : public QFrame
{
    Q_OBJECT

public:
    explicit StatusLine(ServiceState &state, QWidget *parent = nullptr);

    /// Shows @p sentence for some seconds in place of what is going on.
    void say(const QString &sentence);

private:
    /// An address and its button.
    struct Address
    {
        QLabel *label = nullptr;
        QToolButton *copy = nullptr;
        QString url;
    };

    [[nodiscard]] Address makeAddress(const QString &what);
    void show(Address &address, const QString &what, const QUrl &url);
    void showAddresses();
    void showActivity();
    void showHeld();

    ServiceState &m_state;
    StateLight *m_light;
    Address m_proxy;
    Address m_api;
    QLabel *m_activity;
    QLabel *m_held;
    QTimer m_sentence;
};

} // namespace r2cache
