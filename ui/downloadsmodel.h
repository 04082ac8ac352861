// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/downloadinfo.h"

#include <QAbstractTableModel>

namespace r2cache {

/// Downloads as a table: under way, waiting, paused, then failed ones. Changes in place, so that
/// selection and scroll position stay.
class DownloadsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Origin,
        Progress,
        Size,
        Speed,
        Left,
        DownloadState,
        ColumnCount,
    };
    enum Role
    {
        SortRole = Qt::UserRole, ///< The raw value, to sort by.
        IdRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// @param active  in the service's order. @param failed  shown below them.
    void set(const QList<DownloadInfo> &active, const QList<DownloadInfo> &failed);

    [[nodiscard]] const DownloadInfo &at(int row) const { return m_rows.at(row).download; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        DownloadInfo download;
        qsizetype before = 0; ///< How many come before it in the queue.

        friend bool operator==(const Row &, const Row &) = default;
    };

    void removeAllBut(const QList<Row> &rows);
    void appendNewOf(const QList<Row> &rows);
    void sortAs(const QList<Row> &rows);

    QList<Row> m_rows;
};

} // namespace r2cache
