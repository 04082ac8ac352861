// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windowpreferences.h"

#include <QObject>
#include <QWidget>

#include <functional>

class QMessageBox;

namespace r2cache {

class ServiceState;

/// Decides what closing the window means: the end, going on in the tray, or a question first,
/// because renders hold videos of the service in this process, or settings are not applied yet.
class Closing : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        std::function<bool()> ownsService; ///< Whether the service ends with the window.
        std::function<bool()> hasTray; ///< Whether the window can come back from there.
        std::function<int()> unsaved = {}; ///< Settings that would be lost with the window.
    };

    /// Watches @p window, which outlives it, as @p state does.
    Closing(QWidget &window, ServiceState &state, WindowPreferences preferences, Parts parts);

    /// Quit was chosen: ends, but asks where the end would hurt.
    void quit();
    /// Ends without asking: a signal, the end of the session.
    void quitNow();
    /// Out of sight, the service goes on: into the tray or, where there is none, minimized.
    void goOnOutOfSight();

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// The window was closed for good.
    void ended();
    /// Instead of closing, what is not saved is to be seen.
    void unsavedWanted();
    /// It went into the tray by being closed.
    void wentToTray();

private:
    /// @return whether a question is shown: it decides what becomes of the window.
    [[nodiscard]] bool asks();
    [[nodiscard]] QMessageBox *newQuestion(const QString &text, const QString &more);
    [[nodiscard]] bool hasTray() const;
    void askForRenders();
    void askForSettings(int unsaved);

    QWidget &m_window;
    ServiceState &m_state;
    WindowPreferences m_preferences;
    Parts m_parts;
    QMessageBox *m_question = nullptr;
    bool m_isDecided = false;
};

} // namespace r2cache
