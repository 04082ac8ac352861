// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/servicestate.h"

#include <QWidget>

class QSettings;
class QStackedLayout;
class QVBoxLayout;

namespace r2cache {

class EmptyState;

/// One page of the window. What all have in common: name, icon and count in the navigation, when
/// to fetch, and what is shown while there is nothing to show: loading, empty, error, no service.
///
/// A page builds its widgets into body() in its constructor, fetches in refresh() and says
/// showContent(), showEmpty() or showError() when it knows.
class Page : public QWidget
{
    Q_OBJECT

public:
    /// Also the order in the navigation and of Ctrl+1 to Ctrl+8.
    enum class Id
    {
        Overview,
        Entries,
        Downloads,
        Prepare,
        Health,
        Renders,
        Log,
        Settings,
    };
    Q_ENUM(Id)

    enum class Body
    {
        Filling, ///< Takes the room there is: tables.
        Scrolling, ///< As high as it needs, with a scroll bar.
    };

    Page(Id id, const QString &title, const QString &icon, Body body, ServiceState &state);

    [[nodiscard]] Id id() const { return m_id; }
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QString iconName() const { return m_icon; }
    /// Beside the title in the navigation; empty: nothing.
    [[nodiscard]] QString count() const { return m_count; }

    /// The window shows this page now, or another one; what changed meanwhile is fetched now.
    void activate();
    void deactivate();
    [[nodiscard]] bool isActive() const { return m_isActive; }

    /// Fetches what the page shows anew (F5, a new connection, resync). Called while the page is
    /// active and the service is there.
    virtual void refresh() = 0;
    /// Another page's link leads here: @p item is in this page's own words, e.g. a setting's name.
    virtual void reveal(const QString &item) { Q_UNUSED(item) }
    /// Ctrl+F: puts the cursor into the page's search. @return whether there is one.
    virtual bool focusSearch() { return false; }
    /// Where the keyboard goes when the page comes: its table. Nothing where there is none.
    [[nodiscard]] virtual QWidget *mainView() const { return nullptr; }
    /// Columns, splitters: @p settings is in the page's own group.
    virtual void restoreView(QSettings &settings);
    virtual void saveView(QSettings &settings) const;

Q_SIGNALS:
    void countChanged();
    /// A link to another page was followed.
    void pageWanted(r2cache::Page::Id page);
    /// The same, to something on that page, which it is to reveal().
    void itemWanted(r2cache::Page::Id page, const QString &item);
    /// The window's "Pre-cache…" with these URLs filled in.
    void preCacheWanted(const QStringList &urls);
    /// One sentence on what was done, shown in the status line for a while.
    void said(const QString &sentence);

protected:
    [[nodiscard]] ServiceState &state() const { return m_state; }
    /// Where the page's own widgets go.
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

    void setCount(const QString &count);
    /// Fetch anew: at once if the page is active, else when it is shown next.
    void refreshSoon();

    void showContent();
    /// @param button  its click is emptyClicked(); empty: none.
    void showEmpty(const QString &text, const QString &hint, const QString &button = {});
    /// The cause, and a button that tries again. Content that is there already stays, and the
    /// sentence is said().
    void showError(const Error &error);

    /// activate() and deactivate(), for who wants to know.
    virtual void activated() { }
    virtual void deactivated() { }
    /// The button of showEmpty().
    virtual void emptyClicked() { }

private:
    void showConnection();

    enum class Shown
    {
        Nothing, ///< Loading, or no service yet.
        Content,
        Empty,
        Error,
    };

    ServiceState &m_state;
    Id m_id;
    QString m_title;
    QString m_icon;
    QString m_count;
    QStackedLayout *m_stack;
    QWidget *m_frame;
    QVBoxLayout *m_body;
    EmptyState *m_instead;
    Shown m_shown = Shown::Nothing;
    bool m_isActive = false;
    bool m_isStale = true;
};

} // namespace r2cache
