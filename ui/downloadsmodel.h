// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/downloadinfo.h"
#include "ui/rowsmodel.h"

namespace r2cache {

/// A download and how many come before it in the queue.
struct QueuedDownload
{
    DownloadInfo download;
    qsizetype before = 0;

    friend bool operator==(const QueuedDownload &, const QueuedDownload &) = default;
};

/// Downloads as a table: under way, waiting, paused, then failed ones. Changes in place, so that
/// selection and scroll position stay.
class DownloadsModel : public RowsModel<QueuedDownload>
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

    explicit DownloadsModel(QObject *parent = nullptr);

    /// @param active  in the service's order. @param failed  shown below them.
    void set(const QList<DownloadInfo> &active, const QList<DownloadInfo> &failed);

    [[nodiscard]] const DownloadInfo &at(int row) const { return rows().at(row).download; }

protected:
    [[nodiscard]] QVariant valueOf(const QueuedDownload &row, int column, int role) const override;
};

} // namespace r2cache
