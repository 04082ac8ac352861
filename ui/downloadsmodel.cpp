// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/downloadsmodel.h"

#include "ui/downloadwords.h"
#include "ui/format.h"
#include "ui/widgets/statecell.h"

#include <QHash>
#include <QSet>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

bool isNumber(int column)
{
    return column == DownloadsModel::Size || column == DownloadsModel::Speed
        || column == DownloadsModel::Left;
}

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

void DownloadsModel::set(const QList<DownloadInfo> &active, const QList<DownloadInfo> &failed)
{
    QList<Row> rows;
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
    std::ranges::stable_sort(rows, {}, [](const Row &row) { return rankOf(row.download); });

    removeAllBut(rows);
    appendNewOf(rows);
    sortAs(rows);
    for (int first = 0; first < rows.size(); ++first) {
        if (m_rows[first] == rows[first])
            continue;
        int last = first;
        while (last + 1 < rows.size() && m_rows[last + 1] != rows[last + 1])
            ++last;
        std::copy(rows.begin() + first, rows.begin() + last + 1, m_rows.begin() + first);
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
        first = last;
    }
}

void DownloadsModel::removeAllBut(const QList<Row> &rows)
{
    QSet<QString> staying;
    for (const auto &row : rows)
        staying.insert(row.download.id);
    const auto stays = [&](int row) {
        return staying.contains(m_rows[row].download.id);
    };
    for (int last = static_cast<int>(m_rows.size()) - 1; last >= 0; --last) {
        if (stays(last))
            continue;
        int first = last;
        while (first > 0 && !stays(first - 1))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
        last = first;
    }
}

void DownloadsModel::appendNewOf(const QList<Row> &rows)
{
    QSet<QString> known;
    for (const auto &row : std::as_const(m_rows))
        known.insert(row.download.id);
    QList<Row> added;
    for (const auto &row : rows) {
        if (!known.contains(row.download.id))
            added.append(row);
    }
    if (added.isEmpty())
        return;
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(added.size()) - 1);
    m_rows.append(added);
    endInsertRows();
}

/// Into the order of @p rows, which has the same ids.
void DownloadsModel::sortAs(const QList<Row> &rows)
{
    const auto idOf = [](const Row &row) -> const QString & {
        return row.download.id;
    };
    if (std::ranges::equal(m_rows, rows, {}, idOf, idOf))
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    QHash<QString, int> places;
    for (int i = 0; i < rows.size(); ++i)
        places.insert(rows[i].download.id, i);
    QList<Row> sorted(m_rows.size());
    QList<int> placeOf;
    placeOf.reserve(m_rows.size());
    for (const auto &row : std::as_const(m_rows)) {
        const int place = places.value(row.download.id);
        placeOf.append(place);
        sorted[place] = row;
    }
    m_rows = sorted;
    const auto before = persistentIndexList();
    QModelIndexList after;
    for (const auto &one : before)
        after.append(index(placeOf[one.row()], one.column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int DownloadsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DownloadsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DownloadsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &[download, before] = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(download, before, index.column());
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return toolTipOf(download, before);
    case SortRole:
        return sortValueOf(download, before, index.column());
    case IdRole:
        return download.id;
    case StateCell::StateRole:
        return index.column() == DownloadState ? static_cast<int>(stateOf(download)) : QVariant();
    case StateCell::ShareRole:
        return index.column() == Progress && !download.isFailed() ? download.fraction()
                                                                  : QVariant();
    case StateCell::IsQuietRole:
        return !download.isRunning();
    default:
        return {};
    }
}

QVariant DownloadsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>(
            (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Video");
    case Origin:
        return tr("Origin");
    case Progress:
        return tr("Progress");
    case Size:
        return tr("Size");
    case Speed:
        return tr("Speed");
    case Left:
        return tr("Left", "time left");
    case DownloadState:
        return tr("State");
    default:
        return {};
    }
}

} // namespace r2cache
