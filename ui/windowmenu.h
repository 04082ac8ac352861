// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/themechoice.h"

#include <QMenu>

namespace r2cache {

/// The window's menu. It does nothing by itself: what is chosen is said.
class WindowMenu : public QMenu
{
    Q_OBJECT

public:
    WindowMenu(const QList<Page *> &pages, ThemeChoice::Kind theme, QWidget *window);

    /// What is to work by its key while the menu is closed.
    [[nodiscard]] const QList<QAction *> &withShortcuts() const { return m_withShortcuts; }

Q_SIGNALS:
    void pageWanted(int index);
    void themeWanted(r2cache::ThemeChoice::Kind kind);
    void searchWanted();
    void refreshWanted();
    void shortcutsWanted();
    void aboutWanted();
    void closeWanted();
    void quitWanted();

private:
    void addPages(const QList<Page *> &pages);
    void addThemes(ThemeChoice::Kind chosen);
    void add(const QString &text, void (WindowMenu::*signal)(), const QKeySequence &keys = {});

    QList<QAction *> m_withShortcuts;
};

} // namespace r2cache
