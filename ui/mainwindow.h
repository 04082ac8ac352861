// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/themechoice.h"
#include "ui/windowparts.h"

#include <QMainWindow>

class QLabel;
class QMenu;
class QSettings;
class QStackedWidget;

namespace r2cache {

class Banner;
class CacheActions;
class Navigation;
class StateLight;
class StatusLine;

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
    /// To the front, out of the dock.
    void raiseToUser();
    [[nodiscard]] CacheActions &cacheActions() const { return *m_actions; }

Q_SIGNALS:
    void quitWanted();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void makePages(const WindowParts &parts);
    [[nodiscard]] QWidget *makeTopBar();
    [[nodiscard]] QMenu *makeMenu();
    void addThemesTo(QMenu *menu);
    void chooseTheme(ThemeChoice::Kind kind);
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
    QString m_serviceName;
    QString m_version;
    QStringList m_notices;
    QList<Page *> m_pages;
    CacheActions *m_actions;
    QStackedWidget *m_stack;
    Navigation *m_navigation = nullptr;
    Banner *m_banner;
    StatusLine *m_statusLine;
    StateLight *m_light = nullptr;
};

} // namespace r2cache
