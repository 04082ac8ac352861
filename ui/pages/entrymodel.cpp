// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entrymodel.h"

#include "ui/format.h"

#include <QScopedValueRollback>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// More would only queue in the service: what has been scrolled past meanwhile is not asked for.
constexpr int maxUnderWay = 2;

bool isSameList(const EntriesQuery &a, const EntriesQuery &b)
{
    return a.status == b.status && a.sortBy == b.sortBy && a.descending == b.descending
        && a.text == b.text && a.tags == b.tags;
}

QString progressText(const DownloadInfo &download)
{
    if (!download.isRunning())
        return EntryModel::tr("waits");
    if (download.fraction() < 0)
        return bytesText(download.receivedBytes);
    // Whole percents: the cell is narrow, and 100 % is said when it is done.
    const int percent = std::min(static_cast<int>(download.fraction() * 100), 99);
    return QString(QLocale().toString(percent) + u'\u00a0' + QLocale().percent());
}

} // namespace

EntryModel::EntryModel(Fetch fetch, std::function<QDateTime()> clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_fetch(std::move(fetch))
    , m_clock(std::move(clock))
{
    // As long as a wheel turns, nobody reads: one frame later is soon enough.
    m_askSoon.setInterval(16);
    m_askSoon.setSingleShot(true);
    connect(&m_askSoon, &QTimer::timeout, this, &EntryModel::ask);
}

void EntryModel::setQuery(const EntriesQuery &query)
{
    if (isSameList(query, m_query) && m_list > 0)
        return;
    m_query = query;
    ++m_list;
    m_underWay = 0;
    m_isBeginning = true;
}

void EntryModel::refresh()
{
    if (!m_isBeginning)
        m_pages.outdate();
    ask();
}

void EntryModel::setSeenRows(int first, int last)
{
    if (first == m_pages.firstSeen() && last == m_pages.lastSeen())
        return;
    m_pages.setSeen(first, last);
    askSoon();
}

void EntryModel::setDownloads(const QList<DownloadInfo> &downloads)
{
    const auto before = std::exchange(m_downloads, {});
    for (const auto &download : downloads)
        m_downloads.insert(download.id, download);
    if (before.isEmpty() && m_downloads.isEmpty())
        return;
    const auto column = static_cast<int>(EntryColumn::Status);
    const int last = std::min(m_pages.lastSeen(), rowCount() - 1);
    for (int row = m_pages.firstSeen(); row <= last; ++row) {
        const auto *entry = entryAt(row);
        if (entry && (before.contains(entry->id) || m_downloads.contains(entry->id)))
            Q_EMIT dataChanged(index(row, column), index(row, column));
    }
}

QFuture<Result<EntryList>> EntryModel::fetchRows(int first, int count) const
{
    const auto question = m_pages.questionFor(first);
    auto query = m_query;
    query.limit = count;
    query.after = question.after;
    query.skip = question.skip;
    return m_fetch(query);
}

void EntryModel::askSoon()
{
    if (!m_askSoon.isActive())
        m_askSoon.start();
}

void EntryModel::ask()
{
    while (m_underWay < maxUnderWay) {
        const auto question = m_isBeginning ? EntryPageStore::Question() : m_pages.next();
        if (!question || (m_isBeginning && m_underWay > 0))
            return;
        auto query = m_query;
        query.limit = EntryPageStore::pageSize;
        query.after = question->after;
        query.skip = question->skip;
        ++m_underWay;
        if (!m_isBeginning)
            m_pages.began(*question);
        onAnswer(
            this, m_fetch(query),
            [this, list = m_list, question = *question](const Result<EntryList> &answer) {
                if (list != m_list)
                    return;
                --m_underWay;
                if (answer) {
                    take(question, *answer);
                    askSoon();
                    return;
                }
                m_pages.gaveUp(question); // asked for again when something moves
                Q_EMIT failed(answer.error());
            });
    }
}

void EntryModel::take(const EntryPageStore::Question &question, const EntryList &list)
{
    const QScopedValueRollback guard(m_isTaking, true);
    const int page = question.page;
    if (std::exchange(m_isBeginning, false)) {
        beginResetModel();
        m_pages = EntryPageStore();
        m_pages.put(question, list);
        endResetModel();
    } else {
        const int before = m_pages.rowCount();
        const int after = m_pages.rowCountAfter(page, list);
        // First the length, then the content: each is told as it happens.
        if (after > before) {
            beginInsertRows({}, before, after - 1);
            m_pages.setRowCount(after);
            endInsertRows();
        } else if (after < before) {
            beginRemoveRows({}, after, before - 1);
            m_pages.setRowCount(after);
            endRemoveRows();
        }
        m_pages.put(question, list);
    }
    const int first = page * EntryPageStore::pageSize;
    const int last = std::min(first + EntryPageStore::pageSize, rowCount()) - 1;
    if (first <= last)
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
    Q_EMIT loaded(first, last);
}

int EntryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_pages.rowCount();
}

int EntryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : entryColumnCount;
}

QVariant EntryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto column = EntryColumn(index.column());
    if (role == Qt::TextAlignmentRole) {
        const auto side = entrycolumns::isNumber(column) ? Qt::AlignRight : Qt::AlignLeft;
        return static_cast<int>(side | Qt::AlignVCenter);
    }
    const auto *entry = entryAt(index.row());
    if (role == LoadedRole)
        return entry != nullptr;
    if (!entry)
        return role == Qt::DisplayRole && column == EntryColumn::Name ? u"…"_s : QVariant();
    return dataOf(*entry, column, role);
}

QVariant EntryModel::dataOf(const EntryInfo &entry, EntryColumn column, int role) const
{
    const auto download
        = column == EntryColumn::Status ? m_downloads.constFind(entry.id) : m_downloads.constEnd();
    switch (role) {
    case Qt::DisplayRole:
        return download != m_downloads.constEnd() ? progressText(*download)
                                                  : entrycolumns::textOf(entry, column, m_clock());
    case Qt::ToolTipRole:
        return entrycolumns::toolTipOf(entry, column);
    case Qt::AccessibleTextRole:
        if (column == EntryColumn::Name && entry.pinned)
            return tr("%1, pinned").arg(entrycolumns::textOf(entry, column, m_clock()));
        return {};
    case ValueRole:
        return entrycolumns::valueOf(entry, column);
    case FractionRole:
        return download != m_downloads.constEnd() ? QVariant(download->fraction()) : QVariant();
    case PinnedRole:
        return entry.pinned;
    default:
        return {};
    }
}

QVariant EntryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= entryColumnCount)
        return {};
    const auto column = EntryColumn(section);
    switch (role) {
    case Qt::DisplayRole:
        return entrycolumns::titleOf(column);
    case Qt::ToolTipRole:
        return entrycolumns::sortWordOf(column).isEmpty()
            ? QString()
            : tr("Sort by this; once more: the other way round");
    case Qt::TextAlignmentRole: {
        const auto side = entrycolumns::isNumber(column) ? Qt::AlignRight : Qt::AlignLeft;
        return static_cast<int>(side | Qt::AlignVCenter);
    }
    case Qt::InitialSortOrderRole: // the newest, the largest first
        return QVariant::fromValue(Qt::DescendingOrder);
    default:
        return {};
    }
}

Qt::ItemFlags EntryModel::flags(const QModelIndex &index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren : flags;
}

} // namespace r2cache
