// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/rendersmodel.h"

#include "core/protocol/times.h"
#include "ui/format.h"
#include "ui/theme.h"
#include "ui/widgets/statecell.h"
#include "ui/widgets/statelight.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString idOf(const QJsonObject &report)
{
    return report.value(u"id").toString();
}

QDateTime timeOf(const QJsonObject &report)
{
    return timeFromJson(report.value(u"createdAt"));
}

} // namespace

QString renderName(const QJsonObject &report)
{
    const auto name = report.value(u"composition").toString();
    return name.isEmpty() ? RendersModel::tr("render") : name;
}

void RendersModel::setNewest(const QJsonArray &reports, qint64 total)
{
    // Reports never change: what came since the last time is all that is new.
    QList<QJsonObject> fresh;
    qsizetype known = -1;
    for (const auto &item : reports) {
        known = rowOf(idOf(item.toObject()));
        if (known >= 0)
            break;
        fresh.append(item.toObject());
    }
    m_isMoreWanted = false;
    m_total = total;
    if (known == 0 || m_reports.isEmpty()) {
        if (fresh.isEmpty())
            return;
        beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
        m_reports = fresh + m_reports;
        endInsertRows();
        return;
    }
    beginResetModel(); // another service
    m_reports.clear();
    for (const auto &item : reports)
        m_reports.append(item.toObject());
    endResetModel();
}

void RendersModel::append(const QJsonArray &reports, qint64 total)
{
    m_isMoreWanted = false;
    m_total = total;
    QList<QJsonObject> fresh;
    for (const auto &item : reports) {
        if (const auto report = item.toObject(); rowOf(idOf(report)) < 0)
            fresh.append(report);
    }
    if (fresh.isEmpty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
    m_reports += fresh;
    endInsertRows();
}

int RendersModel::rowOf(const QString &id) const
{
    for (qsizetype row = 0; row < m_reports.size(); ++row) {
        if (idOf(m_reports[row]) == id)
            return static_cast<int>(row);
    }
    return -1;
}

int RendersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_reports.size());
}

int RendersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RendersModel::textOf(const QJsonObject &report, int column)
{
    const auto number = [&report](QStringView name) {
        return report.value(name).toInteger();
    };
    switch (column) {
    case Finished:
        return relativeTimeText(timeOf(report), QDateTime::currentDateTimeUtc());
    case Composition:
        return renderName(report);
    case Result:
        return report.value(u"success").toBool() ? tr("done") : tr("failed");
    case Duration:
        return number(u"renderTimeMs") > 0 ? durationText(number(u"renderTimeMs")) : u"–"_s;
    case CachedUrls:
        return countText(number(u"cachedUrls"));
    case Hits:
        return countText(number(u"hits"));
    case FromCache:
        return bytesText(number(u"bytesFromCache"));
    case FromOrigin:
        return bytesText(number(u"bytesFromOrigin"));
    case Fallbacks:
        return countText(number(u"fallbacks"));
    default:
        return {};
    }
}

QVariant RendersModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto &report = m_reports[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(report, index.column());
    case Qt::TextAlignmentRole:
        return index.column() >= Duration ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter)
                                          : QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if (index.column() == Fallbacks && report.value(u"fallbacks").toInteger() > 0)
            return Theme::current().warning;
        return index.column() == Finished ? QVariant(Theme::current().dim) : QVariant();
    case Qt::ToolTipRole:
        switch (index.column()) {
        case Finished:
            return timeText(timeOf(report));
        case Composition:
            return renderName(report);
        case Result:
            return report.value(u"error").toString();
        case Fallbacks:
            return tr(
                "%n videos were read from the origin", nullptr, report.value(u"fallbacks").toInt());
        default:
            return {};
        }
    case IdRole:
        return idOf(report);
    case StateCell::StateRole:
        if (index.column() != Result)
            return {};
        return static_cast<int>(report.value(u"success").toBool() ? State::Good : State::Bad);
    default:
        return {};
    }
}

QVariant RendersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            (section >= Duration ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    const std::pair<QString, QString> texts[]{
        {tr("Finished"), {}},
        {tr("Composition"), {}},
        {tr("Result"), {}},
        {tr("Took"), tr("Time of the whole render, minutes and seconds")},
        {tr("Cached"), tr("Videos that were in the cache for it")},
        {tr("Hits"), tr("Reads that the cache answered")},
        {tr("From cache"), tr("Bytes that did not have to be fetched")},
        {tr("From origin"), tr("Bytes that were fetched for it")},
        {tr("Fallbacks"), tr("Videos that kept their original URL")}};
    if (section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return texts[section].first;
    return role == Qt::ToolTipRole && !texts[section].second.isEmpty()
        ? QVariant(texts[section].second)
        : QVariant();
}

bool RendersModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_isMoreWanted && rowCount() < m_total;
}

void RendersModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isMoreWanted = true;
    Q_EMIT moreWanted(rowCount());
}

} // namespace r2cache
