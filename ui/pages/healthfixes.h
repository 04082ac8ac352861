// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace r2cache {

class ServiceState;

/// The one-click fixes of the page Health: asks first where something is lost, does it, says how it
/// went. One at a time.
class HealthFixes : public QObject
{
    Q_OBJECT

public:
    /// @param window  for questions; also the parent.
    HealthFixes(ServiceState &state, QWidget *window);

    /// @param action  of healthaction. @return whether it is one that is done here.
    bool run(QStringView action);
    [[nodiscard]] bool isBusy() const { return m_isBusy; }

Q_SIGNALS:
    void busyChanged();
    void said(const QString &sentence);

private:
    void begin(const QString &sentence);
    void end(const QString &sentence);
    void optimize();
    void askClearExpired();
    void clearExpired();
    void retryFailed();
    void enableCache();
    void verifyAll();

    ServiceState &m_state;
    QWidget *m_window;
    bool m_isBusy = false;
};

} // namespace r2cache
