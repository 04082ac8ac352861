// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preparemodel.h"

#include "ui/downloadwords.h"
#include "ui/format.h"
#include "ui/widgets/statecell.h"

namespace r2cache {

using namespace Qt::StringLiterals;
using Stage = PreparedUrl::Stage;

namespace {

bool isNumber(int column)
{
    return column == PrepareModel::Size || column == PrepareModel::Left;
}

QString whereText(const PreparedUrl &url)
{
    const auto path
        = url.configPath.isEmpty() ? PrepareModel::tr("the config itself") : url.configPath;
    return url.occurrences > 1
        ? PrepareModel::tr("%1 and %n more", nullptr, url.occurrences - 1).arg(path)
        : path;
}

QString sizeText(const PreparedUrl &url)
{
    if (url.sizeBytes >= 0)
        return bytesText(url.sizeBytes);
    if (url.estimatedSize == u"small")
        return PrepareModel::tr("small?", "estimated size");
    if (url.estimatedSize == u"medium")
        return PrepareModel::tr("medium?", "estimated size");
    if (url.estimatedSize == u"large")
        return PrepareModel::tr("large?", "estimated size");
    return u"–"_s;
}

QString qualityText(const QString &word)
{
    if (word == u"low")
        return PrepareModel::tr("low", "quality");
    if (word == u"medium")
        return PrepareModel::tr("medium", "quality");
    if (word == u"high")
        return PrepareModel::tr("high", "quality");
    if (word == u"uhd")
        return PrepareModel::tr("UHD", "quality");
    return u"–"_s;
}

State stateOf(const PreparedUrl &url)
{
    switch (url.stage) {
    case Stage::Local:
        return State::Good;
    case Stage::Fetching:
        return r2cache::stateOf(url.download);
    case Stage::Kept:
        return url.download.error.isEmpty() && url.download.errorCode.isEmpty() ? State::Unknown
                                                                                : State::Bad;
    case Stage::Planned:
        break;
    }
    if (!url.leftOut.isEmpty())
        return State::Unknown;
    if (url.wasCached)
        return State::Good;
    return url.problem.isEmpty() ? State::Unknown : State::Warning;
}

QVariant shareOf(const PreparedUrl &url)
{
    return url.stage == Stage::Fetching && url.download.status == u"downloading"
            && url.download.fraction() >= 0
        ? url.download.fraction()
        : QVariant();
}

qint64 timeLeftOf(const PreparedUrl &url)
{
    return url.stage == Stage::Fetching && url.download.isRunning() ? url.download.timeLeftMs : -1;
}

QString textOf(const PreparedUrl &url, int column)
{
    switch (column) {
    case PrepareModel::Where:
        return whereText(url);
    case PrepareModel::Video:
        return nameOfUrl(url.url);
    case PrepareModel::Origin:
        return hostOfUrl(url.url);
    case PrepareModel::Size:
        return sizeText(url);
    case PrepareModel::Quality:
        return qualityText(url.quality);
    case PrepareModel::UrlState:
        return shareOf(url).isValid() ? percentText(url.download.fraction()) : stateText(url);
    case PrepareModel::Left:
        return durationText(timeLeftOf(url));
    default:
        return {};
    }
}

QString toolTipOf(const PreparedUrl &url)
{
    QStringList lines{url.url, whereText(url), stateText(url)};
    for (const auto &more : {url.problem, url.leftOut, url.download.error}) {
        if (!more.isEmpty())
            lines.append(more);
    }
    lines.removeDuplicates();
    return lines.join(u'\n');
}

} // namespace

qint64 PreparedUrl::bytesHere() const
{
    switch (stage) {
    case Stage::Local:
        return std::max<qint64>(sizeBytes, 0);
    case Stage::Fetching:
        return download.receivedBytes;
    case Stage::Planned:
        return wasCached ? std::max<qint64>(sizeBytes, 0) : 0;
    case Stage::Kept:
        break;
    }
    return 0;
}

PreparedUrl preparedUrlFromJson(const QJsonObject &json)
{
    PreparedUrl url;
    url.url = json.value(u"url").toString();
    url.configPath = json.value(u"configPath").toString();
    url.occurrences = json.value(u"occurrences").toInt(1);
    url.quality = json.value(u"videoQuality").toString();
    url.estimatedSize = json.value(u"estimatedSize").toString();
    url.sizeBytes = json.value(u"sizeBytes").toInteger(-1);
    url.wasCached = json.value(u"cached").toBool();
    url.problem = json.value(u"problem").toString();
    url.leftOut = json.value(u"leftOut").toString();
    return url;
}

QString stateText(const PreparedUrl &url)
{
    switch (url.stage) {
    case Stage::Local:
        return PrepareModel::tr("cached");
    case Stage::Fetching:
        return stateText(url.download);
    case Stage::Kept:
        if (!url.download.errorCode.isEmpty()) {
            return PrepareModel::tr("keeps its URL: %1")
                .arg(causeText(url.download.errorCode, url.download.error));
        }
        return url.leftOut.isEmpty() ? PrepareModel::tr("keeps its URL")
                                     : PrepareModel::tr("keeps its URL. %1").arg(url.leftOut);
    case Stage::Planned:
        break;
    }
    if (!url.leftOut.isEmpty())
        return PrepareModel::tr("left out. %1").arg(url.leftOut);
    if (url.wasCached)
        return PrepareModel::tr("cached");
    return url.problem.isEmpty() ? PrepareModel::tr("will be downloaded")
                                 : PrepareModel::tr("problematic. %1").arg(url.problem);
}

void PrepareModel::set(const QList<PreparedUrl> &urls)
{
    if (!std::ranges::equal(m_urls, urls, {}, &PreparedUrl::url, &PreparedUrl::url)) {
        beginResetModel();
        m_urls = urls;
        endResetModel();
        return;
    }
    for (int first = 0; first < urls.size(); ++first) {
        if (m_urls[first] == urls[first])
            continue;
        int last = first;
        while (last + 1 < urls.size() && m_urls[last + 1] != urls[last + 1])
            ++last;
        std::copy(urls.begin() + first, urls.begin() + last + 1, m_urls.begin() + first);
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
        first = last;
    }
}

int PrepareModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_urls.size());
}

int PrepareModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PrepareModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &url = m_urls[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return textOf(url, index.column());
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return toolTipOf(url);
    case SortRole:
        if (index.column() == Size)
            return url.sizeBytes;
        if (index.column() == Left)
            return timeLeftOf(url);
        return textOf(url, index.column()).toCaseFolded();
    case StateCell::StateRole:
        return index.column() == UrlState ? static_cast<int>(stateOf(url)) : QVariant();
    case StateCell::ShareRole:
        return index.column() == UrlState ? shareOf(url) : QVariant();
    default:
        return {};
    }
}

QVariant PrepareModel::headerData(int section, Qt::Orientation orientation, int role) const
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
    case Where:
        return tr("Where in the config");
    case Video:
        return tr("Video");
    case Origin:
        return tr("Origin");
    case Size:
        return tr("Size");
    case Quality:
        return tr("Quality");
    case UrlState:
        return tr("State");
    case Left:
        return tr("Left", "time left");
    default:
        return {};
    }
}

} // namespace r2cache
