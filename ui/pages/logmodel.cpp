// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logmodel.h"

#include "core/protocol/times.h"
#include "ui/theme.h"
#include "ui/widgets/statecell.h"
#include "ui/widgets/statelight.h"

#include <QJsonObject>
#include <QLocale>
#include <QSet>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Lines of a log are compared by the second and less: hours, minutes, seconds, milliseconds.
QString clockText(const QDateTime &time)
{
    return time.toLocalTime().toString(u"HH:mm:ss.zzz"_s);
}

} // namespace

LogModel::LogModel(QObject *parent)
    : ColumnsModel({{tr("Time")}, {tr("Level")}, {tr("Part")}, {tr("Message")}}, parent)
{ }

int LogModel::rankOf(const QString &level)
{
    const QStringList words{u"debug"_s, u"info"_s, u"warning"_s};
    const auto rank = words.indexOf(level);
    return static_cast<int>(rank < 0 ? words.size() : rank);
}

void LogModel::take(const QJsonArray &lines)
{
    QList<Line> fresh;
    for (const auto &item : lines) {
        const auto object = item.toObject();
        fresh.append(
            {object.value(u"number").toInteger(), timeFromJson(object.value(u"time")),
             object.value(u"level").toString(), object.value(u"category").toString(),
             object.value(u"message").toString()});
    }
    if (fresh.isEmpty())
        return;
    // A service that was started again counts from 1: the same number is another line then.
    const auto same = std::ranges::find(m_lines, fresh.constFirst().number, &Line::number);
    const bool isAnother = same == m_lines.end() ? fresh.constFirst().number <= last()
                                                 : same->time != fresh.constFirst().time;
    if (isAnother || fresh.constLast().number < last())
        clear();
    fresh.removeIf([newest = last()](const Line &line) { return line.number <= newest; });
    append(fresh);
}

void LogModel::append(QList<Line> lines)
{
    if (lines.size() > maxLines)
        lines.remove(0, lines.size() - maxLines);
    if (lines.isEmpty())
        return;
    const auto before = static_cast<int>(m_lines.size());
    const auto more = static_cast<int>(lines.size());
    if (const int tooMany = before + more - maxLines; tooMany > 0) {
        beginRemoveRows({}, 0, tooMany - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + tooMany);
        endRemoveRows();
    }
    const auto first = static_cast<int>(m_lines.size());
    beginInsertRows({}, first, first + more - 1);
    std::ranges::move(lines, std::back_inserter(m_lines));
    endInsertRows();
}

void LogModel::clear()
{
    if (m_lines.empty())
        return;
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

QStringList LogModel::categories() const
{
    QSet<QString> found;
    for (const auto &line : m_lines)
        found.insert(line.category);
    QStringList sorted(found.begin(), found.end());
    sorted.sort();
    return sorted;
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto &line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time:
            return clockText(line.time);
        case Level:
            return line.level;
        case Category:
            return line.category;
        case Message: // one row each; the whole stands below the table
            return QString(line.message).replace(u'\n', u' ');
        default:
            return {};
        }
    case Qt::ToolTipRole:
        if (index.column() == Time)
            return QLocale().toString(line.time.toLocalTime(), QLocale::LongFormat);
        return {};
    case Qt::ForegroundRole:
        if (index.column() == Message)
            return line.level == u"debug" ? Theme::current().dim : QVariant();
        return Theme::current().dim;
    case Qt::AccessibleTextRole:
        return index.column() == Message ? line.message : QVariant();
    case StateCell::StateRole: // of what deserves a look
        if (index.column() != Level || rankOf(line.level) < 2)
            return {};
        return static_cast<int>(rankOf(line.level) == 2 ? State::Warning : State::Bad);
    case RankRole:
        return rankOf(line.level);
    case LineRole:
        return QString(
            line.time.toUTC().toString(Qt::ISODateWithMs) + u' ' + line.level + u' ' + line.category
            + u": "_s + line.message);
    default:
        return {};
    }
}

void LogFilter::setLowestRank(int rank)
{
    m_lowestRank = rank;
    invalidateFilter();
}

void LogFilter::setCategory(const QString &category)
{
    m_category = category;
    invalidateFilter();
}

void LogFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto *model = sourceModel();
    const auto at = [&](int column, int role = Qt::DisplayRole) {
        return model->data(model->index(row, column, parent), role);
    };
    if (at(LogModel::Level, LogModel::RankRole).toInt() < m_lowestRank)
        return false;
    const auto category = at(LogModel::Category).toString();
    if (!m_category.isEmpty() && category != m_category
        && !category.startsWith(QString(m_category + u'.')))
        return false;
    return m_text.isEmpty() || category.contains(m_text, Qt::CaseInsensitive)
        || at(LogModel::Message).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace r2cache
