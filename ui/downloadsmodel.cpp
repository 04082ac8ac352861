// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloadsmodel.h"

#include "ui/downloadwords.h"
#include "ui/format.h"
#include "ui/widgets/statecell.h"

#include <QSet>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString sizeText(const DownloadInfo &download)
{
    if (download.isFailed())
        return u"–"_s;
    if (download.totalBytes < 0)
        return download.receivedBytes > 0 ? bytesText(download.receivedBytes) : u"–"_s;
    if (download.receivedBytes == 0)
        return bytesText(download.totalBytes);
    return DownloadsModel::tr("%1 of %2", "bytes done of all")
        .arg(bytesText(download.receivedBytes), bytesText(download.totalBytes));
}

QString textOf(const DownloadInfo &download, qsizetype before, int column)
{
    switch (column) {
    case DownloadsModel::Name:
        return nameOfUrl(download.url);
    case DownloadsModel::Origin:
        return hostOfUrl(download.url);
    case DownloadsModel::Progress:
        return download.fraction() >= 0 && !download.isFailed() ? percentText(download.fraction())
                                                                : u"–"_s;
    case DownloadsModel::Size:
        return sizeText(download);
    case DownloadsModel::Speed:
        return speedText(download.isRunning() ? download.bytesPerSecond : 0);
    case DownloadsModel::Left:
        return durationText(download.isRunning() ? download.timeLeftMs : -1);
    case DownloadsModel::DownloadState:
        return stateText(download, before);
    default:
        return {};
    }
}

/// The most urgent first, as the service lists them.
int rankOf(const DownloadInfo &download)
{
    if (download.isFailed())
        return 3;
    if (download.status == u"paused")
        return 2;
    return download.isRunning() ? 0 : 1;
}

QVariant sortValueOf(const DownloadInfo &download, qsizetype before, int column)
{
    switch (column) {
    case DownloadsModel::Progress:
        return download.fraction();
    case DownloadsModel::Size:
        return download.totalBytes;
    case DownloadsModel::Speed:
        return download.isRunning() ? download.bytesPerSecond : -1;
    case DownloadsModel::Left:
        return download.timeLeftMs < 0 ? std::numeric_limits<qint64>::max() : download.timeLeftMs;
    case DownloadsModel::DownloadState:
        return rankOf(download) * 1'000'000LL + before;
    default:
        return textOf(download, before, column).toCaseFolded();
    }
}

QString toolTipOf(const DownloadInfo &download, qsizetype before)
{
    QStringList lines{download.url, stateText(download, before)};
    if (!download.error.isEmpty())
        lines.append(download.error);
    if (download.failedAt.isValid())
        lines.append(timeText(download.failedAt));
    lines.removeDuplicates();
    return lines.join(u'\n');
}

} // namespace

DownloadsModel::DownloadsModel(QObject *parent)
    : RowsModel(
        {{tr("Video")},
         {tr("Origin")},
         {tr("Progress")},
         {tr("Size"), true},
         {tr("Speed"), true},
         {tr("Left", "time left"), true},
         {tr("State")}},
        parent)
{ }

void DownloadsModel::set(const QList<DownloadInfo> &active, const QList<DownloadInfo> &failed)
{
    QList<QueuedDownload> rows;
    rows.reserve(active.size() + failed.size());
    QSet<QString> ids;
    const auto places = placesInQueue(active);
    for (qsizetype i = 0; i < active.size(); ++i) {
        ids.insert(active[i].id);
        rows.append({active[i], places[i]});
    }
    for (const auto &download : failed) {
        if (!ids.contains(download.id))
            rows.append({download, 0});
    }
    std::ranges::stable_sort(
        rows, {}, [](const QueuedDownload &row) { return rankOf(row.download); });

    bringTo(rows, [](const QueuedDownload &row) -> const QString & { return row.download.id; });
}

QVariant DownloadsModel::valueOf(const QueuedDownload &row, int column, int role) const
{
    const auto &[download, before] = row;
    switch (role) {
    case Qt::DisplayRole:
        return textOf(download, before, column);
    case Qt::ToolTipRole:
        return toolTipOf(download, before);
    case SortRole:
        return sortValueOf(download, before, column);
    case IdRole:
        return download.id;
    case StateCell::StateRole:
        return column == DownloadState ? static_cast<int>(stateOf(download)) : QVariant();
    case StateCell::ShareRole:
        return column == Progress && !download.isFailed() ? download.fraction() : QVariant();
    case StateCell::IsQuietRole:
        return !download.isRunning();
    default:
        return {};
    }
}

} // namespace r2cache
