// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fillingmodel.h"

#include "ui/downloadwords.h"
#include "ui/format.h"
#include "ui/theme.h"
#include "ui/widgets/amountbar.h"

#include <QApplication>
#include <QPainter>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int cellPadding = 9; ///< As the header's in the style sheet.
constexpr int gap = 6;

} // namespace

void FillingModel::set(const QList<DownloadInfo> &downloads)
{
    QList<DownloadInfo> running;
    std::ranges::copy_if(downloads, std::back_inserter(running), &DownloadInfo::isRunning);
    std::ranges::stable_sort(running, {}, &DownloadInfo::startedAt);
    m_more = std::max(0, static_cast<int>(running.size()) - mostRows);
    running.resize(std::min<qsizetype>(running.size(), mostRows));

    // What has ended goes, what stays changes, what is new comes last.
    for (auto row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
        if (std::ranges::find(running, m_rows[row].id, &DownloadInfo::id) != running.end())
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    const bool isSameOrder = std::ranges::equal(
        m_rows, running.first(std::min(m_rows.size(), running.size())), {}, &DownloadInfo::id,
        &DownloadInfo::id);
    if (!isSameOrder) { // one has begun again
        beginResetModel();
        m_rows = running;
        endResetModel();
        return;
    }
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row] == running[row])
            continue;
        m_rows[row] = running[row];
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    if (running.size() > m_rows.size()) {
        beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(running.size()) - 1);
        m_rows = running;
        endInsertRows();
    }
}

int FillingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FillingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int{ColumnCount};
}

QVariant FillingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &download = m_rows[index.row()];
    if (role == HostRole)
        return hostOfUrl(download.url);
    if (role == ShareRole && index.column() == Progress)
        return download.fraction();
    if (role == Qt::ToolTipRole) {
        return tr("%1\n%2, %3 of %4")
            .arg(
                download.url, stateText(download), bytesText(download.receivedBytes),
                bytesText(download.totalBytes));
    }
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            (index.column() >= Speed ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Video:
        return nameOfUrl(download.url);
    case Progress: // shown as such only while the size is not known
        return download.fraction() >= 0 ? percentText(download.fraction())
                                        : bytesText(download.receivedBytes);
    case Speed:
        return download.status == u"downloading" ? speedText(download.bytesPerSecond)
                                                 : stateText(download);
    case Left:
        return durationText(download.timeLeftMs);
    default:
        return {};
    }
}

QVariant FillingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            (section >= Speed ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Video:
        return tr("Video");
    case Progress:
        return tr("Progress");
    case Speed:
        return tr("Speed");
    case Left:
        return tr("Left");
    default:
        return {};
    }
}

void FillingDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    auto cell = option;
    initStyleOption(&cell, index);
    const auto text = std::exchange(cell.text, QString());
    const auto *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const auto theme = Theme::current();
    const auto area = option.rect.adjusted(cellPadding, 0, -cellPadding, 0);
    const auto share = index.data(FillingModel::ShareRole);
    if (share.isValid() && share.toDouble() >= 0) {
        paintBar(*painter, area, share.toDouble(), 0, theme.accent);
        return;
    }
    painter->save();
    painter->setFont(cell.font);
    painter->setPen(theme.text);
    const auto metrics = painter->fontMetrics();
    const auto name = metrics.elidedText(text, Qt::ElideMiddle, area.width());
    painter->drawText(area, static_cast<int>(cell.displayAlignment), name);
    if (index.column() != FillingModel::Video) {
        painter->restore();
        return;
    }
    const auto rest = area.adjusted(metrics.horizontalAdvance(name) + gap, 0, 0, 0);
    const auto host = index.data(FillingModel::HostRole).toString();
    painter->setPen(theme.dim);
    if (rest.width() > metrics.horizontalAdvance(u"…mm"_s)) {
        painter->drawText(
            rest, Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(host, Qt::ElideRight, rest.width()));
    }
    painter->restore();
}

} // namespace r2cache
