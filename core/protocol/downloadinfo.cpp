// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/downloadinfo.h"

#include "core/protocol/times.h"

namespace r2cache {

DownloadInfo downloadFromJson(const QJsonObject &json)
{
    DownloadInfo download;
    download.id = json.value(u"id").toString();
    download.url = json.value(u"url").toString();
    download.status = json.value(u"status").toString();
    download.priority = json.value(u"priority").toString();
    download.receivedBytes = json.value(u"receivedBytes").toInteger();
    download.totalBytes = json.value(u"totalBytes").toInteger(-1);
    download.bytesPerSecond = json.value(u"bytesPerSecond").toInteger();
    download.timeLeftMs = json.value(u"timeLeftMs").toInteger(-1);
    download.attempts = json.value(u"attempts").toInt();
    download.startedAt = timeFromJson(json.value(u"startedAt"));
    download.error = json.value(u"error").toString();
    download.errorCode = json.value(u"code").toString();
    download.failedAt = timeFromJson(json.value(u"failedAt"));
    return download;
}

} // namespace r2cache
