// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preparemodel.h"

#include "ui/downloadwords.h"
#include "ui/format.h"
#include "ui/widgets/statecell.h"

namespace r2cache {

using namespace Qt::StringLiterals;
using Stage = PreparedUrl::Stage;

namespace {

QString whereText(const PreparedUrl &url)
{
    const auto path
        = url.configPath.isEmpty() ? PrepareModel::tr("the config itself") : url.configPath;
    return url.occurrences > 1
        ? PrepareModel::tr("%1 and %Ln more", nullptr, url.occurrences - 1).arg(path)
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

PrepareModel::PrepareModel(QObject *parent)
    : RowsModel(
        {{tr("Where in the config")},
         {tr("Video")},
         {tr("Origin")},
         {tr("Size"), true},
         {tr("Quality")},
         {tr("State")},
         {tr("Left", "time left"), true}},
        parent)
{ }

void PrepareModel::set(const QList<PreparedUrl> &urls)
{
    if (std::ranges::equal(rows(), urls, {}, &PreparedUrl::url, &PreparedUrl::url))
        change(urls);
    else
        reset(urls);
}

QVariant PrepareModel::valueOf(const PreparedUrl &url, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return textOf(url, column);
    case Qt::ToolTipRole:
        return toolTipOf(url);
    case SortRole:
        if (column == Size)
            return url.sizeBytes;
        if (column == Left)
            return timeLeftOf(url);
        return textOf(url, column).toCaseFolded();
    case StateCell::StateRole:
        return column == UrlState ? static_cast<int>(stateOf(url)) : QVariant();
    case StateCell::ShareRole:
        return column == UrlState ? shareOf(url) : QVariant();
    default:
        return {};
    }
}

} // namespace r2cache
