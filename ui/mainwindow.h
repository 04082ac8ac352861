// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/themechoice.h"
#include "ui/windowparts.h"

#include <QMainWindow>

class QSettings;
class QStackedWidget;

namespace r2cache {

class Banner;
class CacheActions;
class Navigation;
class PreparePage;
class SettingsPage;
class StatusLine;
class TopBar;
class WindowMenu;

/// The window: bar with the name and what is always at hand, pages, status line.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// @param settings  of the window itself: geometry, columns, theme. Outlives it, as the others.
    MainWindow(
        const WindowParts &parts, ServiceState &state, ThemeChoice &theme, QSettings &settings);
    ~MainWindow() override;

    void showPage(Page::Id id);
    [[nodiscard]] Page *page(Page::Id id) const;
    [[nodiscard]] Page *currentPage() const;
    /// Settings that were changed here and not applied yet.
    [[nodiscard]] int unsavedSettings() const;
    /// To the front, out of the dock.
    void raiseToUser();
    [[nodiscard]] CacheActions &cacheActions() const { return *m_actions; }

Q_SIGNALS:
    void quitWanted();

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void makePages(const WindowParts &parts);
    void connectMenu();
    void showPageAt(int index);
    void showConnection();
    void showHealth();
    void showNotice();
    void applyStyle();
    void restoreView();
    void saveView();

    ServiceState &m_state;
    ThemeChoice &m_theme;
    QSettings &m_settings;
    QString m_version;
    QStringList m_notices;
    QList<Page *> m_pages;
    PreparePage *m_prepare = nullptr;
    SettingsPage *m_settingsPage = nullptr;
    CacheActions *m_actions;
    QStackedWidget *m_stack;
    Navigation *m_navigation = nullptr;
    Banner *m_banner;
    StatusLine *m_statusLine;
    TopBar *m_topBar = nullptr;
    WindowMenu *m_menu = nullptr;
};

} // namespace r2cache
