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

RendersModel::RendersModel(QObject *parent)
    : RowsModel(
        {{tr("Finished")},
         {tr("Composition")},
         {tr("Result")},
         {tr("Took"), true, tr("Time of the whole render, minutes and seconds")},
         {tr("Cached"), true, tr("Videos that were in the cache for it")},
         {tr("Hits"), true, tr("Reads that the cache answered")},
         {tr("From cache"), true, tr("Bytes that did not have to be fetched")},
         {tr("From origin"), true, tr("Bytes that were fetched for it")},
         {tr("Fallbacks"), true, tr("Videos that kept their original URL")}},
        parent)
{ }

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
    if (known == 0 || rows().isEmpty()) {
        insert(0, fresh);
        return;
    }
    QList<QJsonObject> all;
    for (const auto &item : reports)
        all.append(item.toObject());
    reset(all); // another service
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
    insert(rowCount(), fresh);
}

int RendersModel::rowOf(const QString &id) const
{
    for (qsizetype row = 0; row < rows().size(); ++row) {
        if (idOf(rows()[row]) == id)
            return static_cast<int>(row);
    }
    return -1;
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

QVariant RendersModel::valueOf(const QJsonObject &report, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return textOf(report, column);
    case Qt::ForegroundRole:
        if (column == Fallbacks && report.value(u"fallbacks").toInteger() > 0)
            return Theme::current().warning;
        return column == Finished ? QVariant(Theme::current().dim) : QVariant();
    case Qt::ToolTipRole:
        switch (column) {
        case Finished:
            return timeText(timeOf(report));
        case Composition:
            return renderName(report);
        case Result:
            return report.value(u"error").toString();
        case Fallbacks:
            return tr(
                "%Ln videos were read from the origin", nullptr,
                report.value(u"fallbacks").toInt());
        default:
            return {};
        }
    case IdRole:
        return idOf(report);
    case StateCell::StateRole:
        if (column != Result)
            return {};
        return static_cast<int>(report.value(u"success").toBool() ? State::Good : State::Bad);
    default:
        return {};
    }
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
