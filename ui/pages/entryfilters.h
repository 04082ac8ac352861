// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/serviceclient.h"

#include <QTimer>
#include <QWidget>

class QMenu;
class QPushButton;

namespace r2cache {

class SearchField;

/// Which entries the list shows: a search, a status, tags. Other buttons may be added at the right.
class EntryFilters : public QWidget
{
    Q_OBJECT

public:
    explicit EntryFilters(QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    /// EntriesQuery::status.
    [[nodiscard]] QString status() const { return m_status; }
    [[nodiscard]] const QStringList &tags() const { return m_tags; }
    [[nodiscard]] bool isFiltering() const;

    void setStatus(const QString &status);
    void setTag(const QString &tag, bool on);
    void setText(const QString &text);
    void clear();
    /// Tags that were seen in the list: they are offered.
    void addKnownTags(const QStringList &tags);

    /// The search gets the cursor; @p typed is added to it.
    void focusSearch(const QString &typed = {});
    /// At the right. @param menu  its own.
    void addMenuButton(QPushButton *button, QMenu *menu);

Q_SIGNALS:
    void changed();

private:
    void setUpStatusMenu();
    void fillTagsMenu();
    void askTag();
    void showChoice();

    SearchField *m_search;
    QPushButton *m_statusButton;
    QPushButton *m_tagsButton;
    QMenu *m_tagsMenu;
    QTimer m_typing;
    QString m_status;
    QStringList m_tags;
    QStringList m_knownTags;
};

} // namespace r2cache
