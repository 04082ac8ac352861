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

FillingModel::FillingModel(QObject *parent)
    : RowsModel({{tr("Video")}, {tr("Progress")}, {tr("Speed"), true}, {tr("Left"), true}}, parent)
{ }

void FillingModel::set(const QList<DownloadInfo> &downloads)
{
    QList<DownloadInfo> running;
    std::ranges::copy_if(downloads, std::back_inserter(running), &DownloadInfo::isRunning);
    std::ranges::stable_sort(running, {}, &DownloadInfo::startedAt);
    m_more = std::max(0, static_cast<int>(running.size()) - mostRows);
    running.resize(std::min<qsizetype>(running.size(), mostRows));

    bringTo(running, [](const DownloadInfo &download) -> const QString & { return download.id; });
}

QVariant FillingModel::valueOf(const DownloadInfo &download, int column, int role) const
{
    if (role == HostRole)
        return hostOfUrl(download.url);
    if (role == ShareRole && column == Progress)
        return download.fraction();
    if (role == Qt::ToolTipRole) {
        return tr("%1\n%2, %3 of %4")
            .arg(
                download.url, stateText(download), bytesText(download.receivedBytes),
                bytesText(download.totalBytes));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
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

void FillingDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    auto cell = option;
    initStyleOption(&cell, index);
    const auto text = std::exchange(cell.text, QString());
    const auto *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const auto theme = Theme::current();
    const auto area = option.rect.adjusted(cellPadding, 0, -cellPadding, -1); // without the rule
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
