// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windowmenu.h"

#include "ui/icons.h"

#include <QActionGroup>

namespace r2cache {

WindowMenu::WindowMenu(const QList<Page *> &pages, ThemeChoice::Kind theme, QWidget *window)
    : QMenu(window)
{
    addPages(pages);
    addThemes(theme);
    addSeparator();
    add(tr("Search"), &WindowMenu::searchWanted, QKeySequence::Find);
    add(tr("Refresh"), &WindowMenu::refreshWanted, QKeySequence::Refresh);
    addSeparator();
    add(tr("Keyboard shortcuts"), &WindowMenu::shortcutsWanted, QKeySequence::HelpContents);
    add(tr("About R2 Video Cache"), &WindowMenu::aboutWanted);
    addSeparator();
    add(tr("Close the window"), &WindowMenu::closeWanted, Qt::CTRL | Qt::Key_W);
    add(tr("Quit"), &WindowMenu::quitWanted, Qt::CTRL | Qt::Key_Q);
}

void WindowMenu::add(const QString &text, void (WindowMenu::*signal)(), const QKeySequence &keys)
{
    auto *action = addAction(text, this, signal);
    if (keys.isEmpty())
        return;
    action->setShortcut(keys);
    m_withShortcuts.append(action);
}

void WindowMenu::addPages(const QList<Page *> &pages)
{
    auto *menu = addMenu(tr("Go to"));
    for (int index = 0; index < pages.size(); ++index) {
        auto *action = menu->addAction(
            themedIcon(pages[index]->iconName()), pages[index]->title(), this,
            [this, index] { Q_EMIT pageWanted(index); });
        action->setShortcut(Qt::CTRL | Qt::Key(Qt::Key_1 + index));
        m_withShortcuts.append(action);
    }
}

void WindowMenu::addThemes(ThemeChoice::Kind chosen)
{
    using Kind = ThemeChoice::Kind;
    auto *menu = addMenu(tr("Theme"));
    auto *group = new QActionGroup(menu);
    const std::pair<Kind, QString> kinds[]{
        {Kind::System, tr("As the desktop")}, {Kind::Light, tr("Light")}, {Kind::Dark, tr("Dark")}};
    for (const auto &[kind, text] : kinds) {
        auto *action
            = menu->addAction(text, this, [this, kind = kind] { Q_EMIT themeWanted(kind); });
        action->setCheckable(true);
        action->setChecked(kind == chosen);
        group->addAction(action);
    }
}

} // namespace r2cache
