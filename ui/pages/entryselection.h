// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/entrymodel.h"

#include <QItemSelection>

class QItemSelectionModel;

namespace r2cache {

/// Which entries are selected, by id, so that it stays the same entries when rows move: the view's
/// selection is of rows, of which only some are in memory.
///
/// Up to @ref maxChosen entries are known one by one; the ids of selected rows that are not in
/// memory are fetched. More than that can only be selected together, as all that the list shows.
class EntrySelection : public QObject
{
    Q_OBJECT

public:
    static constexpr int maxChosen = 10'000;

    /// Both outlive it.
    EntrySelection(EntryModel &model, QItemSelectionModel &view, QObject *parent = nullptr);

    [[nodiscard]] bool isEmpty() const { return !m_isAll && m_chosen.isEmpty(); }
    /// All that fit the model's query(), more than maxChosen.
    [[nodiscard]] bool isAll() const { return m_isAll; }
    /// Ids of some selected rows are still being fetched.
    [[nodiscard]] bool isComplete() const { return m_missing.isEmpty(); }
    /// Each one in the order of the list; none if isAll().
    [[nodiscard]] QList<EntryInfo> entries() const;
    /// The same entries, uncounted and unsorted.
    [[nodiscard]] qsizetype size() const { return m_chosen.size(); }
    [[nodiscard]] qint64 bytes() const;
    /// The only one selected; nullptr: none, or several.
    [[nodiscard]] const EntryInfo *single() const;

    void clear();
    /// They are gone.
    void forget(const QStringList &ids);
    /// What is known of a selected one by now.
    void update(const EntryInfo &entry);
    [[nodiscard]] bool contains(const QString &id) const { return m_chosen.contains(id); }

Q_SIGNALS:
    void changed();
    /// More than maxChosen were to be selected one by one.
    void refused();
    void failed(const r2cache::Error &error);

private:
    struct Chosen
    {
        EntryInfo entry;
        int row = -1; ///< Where it was last seen; -1: nowhere in this list.
    };

    void takeChange(const QItemSelection &selected, const QItemSelection &deselected);
    void loseRows(const QItemSelection &rows);
    void addRows(const QItemSelection &rows);
    void fetchMissing();
    void takeMissing(int first, int count, const EntryList &list);
    void showOn(int first, int last);
    void selectRows(int first, int last, bool on);
    [[nodiscard]] bool isMissing(int row) const;

    EntryModel &m_model;
    QItemSelectionModel &m_view;
    QHash<QString, Chosen> m_chosen;
    QList<std::pair<int, int>> m_missing; ///< First and last rows of which no id is known yet.
    int m_fetch = 0; ///< Counts changes: an answer to an older question is dropped.
    bool m_isAll = false;
    bool m_isOurs = false; ///< The view's selection is being changed by us.
};

} // namespace r2cache
