// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/notifier.h"
#include "ui/widgets/statelight.h"

#include <QIcon>
#include <QSystemTrayIcon>
#include <QTimer>

class QAction;
class QMenu;

namespace r2cache {

class CacheActions;
class ServiceState;

/// The program's icon with the shape of @p state in its corner.
[[nodiscard]] QIcon trayIcon(State state);

/// The icon in the tray: how the cache is, what it does, and what is always at hand. Where there is
/// no tray nothing is shown, and nothing is missed.
class Tray : public QObject
{
    Q_OBJECT

public:
    /// @param window  shown and hidden; parent of the menu. All outlive it.
    Tray(ServiceState &state, CacheActions &actions, QWidget &window);
    ~Tray() override;

    /// Whether the icon can be seen, so that a window may hide behind it.
    [[nodiscard]] bool isThere() const;
    [[nodiscard]] QMenu *menu() const { return m_menu; }
    [[nodiscard]] QString toolTip() const { return m_icon.toolTip(); }
    [[nodiscard]] State shownState() const { return m_shownState; }

    void show(const Notice &notice);

Q_SIGNALS:
    void showWanted();
    void quitWanted();
    /// A notice was clicked.
    void noticeFollowed(r2cache::Page::Id page);
    /// What was done or went wrong, as a sentence.
    void said(const QString &sentence);

private:
    void makeMenu(CacheActions &actions);
    void appear();
    void toggleWindow();
    void refresh();
    void pauseOrResume();
    [[nodiscard]] bool arePaused() const;

    ServiceState &m_state;
    QWidget &m_window;
    QMenu *m_menu;
    QAction *m_show = nullptr;
    QAction *m_pause = nullptr;
    QSystemTrayIcon m_icon;
    QTimer m_appear;
    int m_attempts = 0;
    State m_shownState = State::Unknown;
    Page::Id m_noticePage = Page::Id::Overview;
};

} // namespace r2cache
