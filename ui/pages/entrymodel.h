// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/entrycolumns.h"
#include "ui/pages/entrypagestore.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <functional>

namespace r2cache {

/// The list of entries, however long: has the pages around what is seen, asks the service for
/// others as they come into sight, and shows "…" meanwhile. Sorting and filtering is the service's.
///
/// What changes in the service is shown in place: rows stay where they are, only their content and
/// the list's length change. A new order or filter begins a new list; the old one stays until the
/// first page of the new one is there. Lives on the window's thread.
class EntryModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using Fetch = std::function<QFuture<Result<EntryList>>(const EntriesQuery &)>;

    enum Role
    {
        ValueRole = Qt::UserRole, ///< The number, time or text behind what is shown.
        FractionRole, ///< Of one that is being downloaded: 0 to 1; -1: of unknown length.
        PinnedRole,
        LoadedRole, ///< false: not in memory.
    };

    /// @param clock  for "2 min ago".
    EntryModel(Fetch fetch, std::function<QDateTime()> clock, QObject *parent = nullptr);

    /// Filters and order: limit, skip and after are the model's business. refresh() asks for it.
    void setQuery(const EntriesQuery &query);
    [[nodiscard]] const EntriesQuery &query() const { return m_query; }
    /// The list of this query is not there yet.
    [[nodiscard]] bool isBeginning() const { return m_isBeginning; }

    /// Asks for what is seen, anew.
    void refresh();
    void setSeenRows(int first, int last);
    /// Progress for rows that are being downloaded.
    void setDownloads(const QList<DownloadInfo> &downloads);

    /// Rows come and go because of an answer, not of anything that somebody does.
    [[nodiscard]] bool isTaking() const { return m_isTaking; }

    /// nullptr: not in memory.
    [[nodiscard]] const EntryInfo *entryAt(int row) const { return m_pages.at(row); }
    [[nodiscard]] qint64 total() const { return m_pages.total(); }
    [[nodiscard]] bool totalIsExact() const { return m_pages.totalIsExact(); }
    [[nodiscard]] const EntryPageStore &pages() const { return m_pages; }
    /// Rows that need not be in memory, without keeping them.
    [[nodiscard]] QFuture<Result<EntryList>> fetchRows(int first, int count) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant
    data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// A page has come: rows @p first to @p last are new, and so may be total().
    void loaded(int first, int last);
    void failed(const r2cache::Error &error);

private:
    void askSoon();
    void ask();
    void take(const EntryPageStore::Question &question, const EntryList &list);
    [[nodiscard]] QVariant dataOf(const EntryInfo &entry, EntryColumn column, int role) const;

    Fetch m_fetch;
    std::function<QDateTime()> m_clock;
    EntriesQuery m_query;
    EntryPageStore m_pages;
    QHash<QString, DownloadInfo> m_downloads;
    QTimer m_askSoon;
    int m_list = 0; ///< Counts lists: answers to questions about an older one are dropped.
    int m_underWay = 0;
    bool m_isBeginning = true;
    bool m_isTaking = false;
};

} // namespace r2cache
