// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/downloadinfo.h"
#include "ui/rowsmodel.h"

#include <QStyledItemDelegate>

namespace r2cache {

/// The downloads that are running, as many as the overview has room for. Changes in place.
class FillingModel : public RowsModel<DownloadInfo>
{
    Q_OBJECT

public:
    enum Column
    {
        Video,
        Progress,
        Speed,
        Left,
        ColumnCount,
    };
    enum Role
    {
        HostRole = Qt::UserRole, ///< Of the video.
        ShareRole, ///< Of Progress: 0 to 1, negative when the size is not known.
    };

    static constexpr int mostRows = 6;

    explicit FillingModel(QObject *parent = nullptr);

    /// @param downloads  all; in the order in which they began.
    void set(const QList<DownloadInfo> &downloads);
    /// Running ones for which there was no room.
    [[nodiscard]] int more() const { return m_more; }

protected:
    [[nodiscard]] QVariant
    valueOf(const DownloadInfo &download, int column, int role) const override;

private:
    int m_more = 0;
};

/// Paints the video with its origin behind it, dimmer, and the progress as a bar.
class FillingDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override;
};

} // namespace r2cache
