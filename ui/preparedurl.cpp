// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preparedurl.h"

#include <QHash>
#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;
using Stage = PreparedUrl::Stage;

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

PreparedSums sumsOf(const QList<PreparedUrl> &urls)
{
    PreparedSums sums;
    for (const auto &url : urls) {
        const auto size = std::max<qint64>(url.sizeBytes, 0);
        const bool isKept
            = url.stage == Stage::Kept || (url.stage == Stage::Planned && !url.leftOut.isEmpty());
        const bool isHere
            = url.stage == Stage::Local || (url.stage == Stage::Planned && url.wasCached);
        auto &part = isKept ? sums.kept : isHere ? sums.here : sums.toFetch;
        ++part.videos;
        part.bytes += size;
        ++sums.all.videos;
        sums.all.bytes += size;
        if (isKept)
            continue;
        sums.areExact = sums.areExact && url.sizeBytes >= 0;
        sums.bytesHere += url.bytesHere();
        if (url.stage == Stage::Fetching && url.download.isRunning())
            sums.bytesPerSecond += url.download.bytesPerSecond;
    }
    return sums;
}

QList<PreparedUrl> begunOf(QList<PreparedUrl> urls)
{
    for (auto &url : urls) {
        url.stage = url.leftOut.isEmpty() ? Stage::Fetching : Stage::Kept;
        url.download = {};
        url.download.url = url.url;
        url.download.status = u"queued"_s;
        url.download.totalBytes = url.sizeBytes;
    }
    return urls;
}

QList<PreparedUrl> plannedOf(QList<PreparedUrl> urls)
{
    for (auto &url : urls)
        url.stage = Stage::Planned;
    return urls;
}

QList<PreparedUrl> withJob(QList<PreparedUrl> urls, const QJsonObject &job)
{
    QHash<QString, QJsonObject> byUrl;
    for (const auto list = job.value(u"urls").toArray(); const auto &one : list) {
        const auto object = one.toObject();
        byUrl.insert(object.value(u"url").toString(), object);
    }
    for (auto &url : urls) {
        const auto found = byUrl.constFind(url.url);
        if (found == byUrl.cend()) {
            url.stage = Stage::Kept;
            continue;
        }
        const auto told = downloadFromJson(*found);
        if (told.status == u"done") {
            url.stage = Stage::Local;
            url.sizeBytes = told.totalBytes;
            url.download = {};
        } else if (told.isFailed()) {
            url.stage = Stage::Kept;
            url.download = told;
        } else if (url.stage != Stage::Fetching || url.download.id.isEmpty()) {
            url.stage = Stage::Fetching;
            url.download = told; // until its download says more
        }
    }
    return urls;
}

QList<PreparedUrl> withDownloads(QList<PreparedUrl> urls, const QList<DownloadInfo> &downloads)
{
    QHash<QString, DownloadInfo> byUrl;
    for (const auto &download : downloads)
        byUrl.insert(download.url, download);
    for (auto &url : urls) {
        if (url.stage != Stage::Fetching)
            continue;
        const auto found = byUrl.constFind(url.url);
        if (found == byUrl.cend())
            continue;
        url.download = *found;
        if (found->totalBytes >= 0)
            url.sizeBytes = found->totalBytes;
    }
    return urls;
}

} // namespace r2cache
