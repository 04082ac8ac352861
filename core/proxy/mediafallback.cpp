// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/mediafallback.h"

#include "core/http/cachestatus.h"
#include "core/proxy/proxyanswers.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString wayOutOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::CacheFull:
        return u"make room in the cache (CACHE_MAX_SIZE_GB, CACHE_MAX_ENTRIES)"_s;
    case ErrorCode::DiskFull:
        return u"free disk space (CACHE_MIN_FREE_GB)"_s;
    case ErrorCode::TooLarge:
        return u"raise CACHE_MAX_FILE_SIZE_GB"_s;
    case ErrorCode::OriginForbidden:
        return u"check the R2 keys (CACHE_R2_ACCESS_KEY_ID), or run prepare again with a freshly "
               "signed URL"_s;
    default:
        return u"prepare it with waiting before the render"_s;
    }
}

} // namespace

Response notAVideoName()
{
    return proxyText(
        404,
        u"This is no name of a cached video (32 hexadecimal digits and an extension): run prepare "
        "again."_s);
}

Response unknownVideo(const QString &name)
{
    return proxyText(
        404, u"The video %1 is not known to this cache: run prepare again."_s.arg(name));
}

Response lookupFailed(const Error &why)
{
    return proxyText(
        500,
        u"The cache could not look the video up (%1): its log says why."_s.arg(
            errorWord(why.code)));
}

bool isPassedThrough(ErrorCode code)
{
    switch (code) {
    case ErrorCode::TooLarge:
    case ErrorCode::CacheFull:
    case ErrorCode::DiskFull:
    case ErrorCode::Io:
    case ErrorCode::RangeUnsupported: // not to be read before it is whole
    case ErrorCode::ChecksumMismatch: // to be had, but not to be kept
        return true;
    default:
        return false;
    }
}

Response lastResort(const ObjectRow &object, const Error &why)
{
    const auto word = errorWord(why.code);
    CacheStatus status;
    status.outcome = CacheStatus::Outcome::Miss;
    status.detail = QByteArray(word.data(), word.size());
    const bool anybodyMayRead = !object.isSigned && !object.isPrivate;
    const QString name = object.id + u'.' + object.extension;
    Response response;
    if (anybodyMayRead) {
        response = proxyText(
            302,
            u"The video %1 is not in the cache (%2): its origin is to be asked."_s.arg(name, word));
        response.headers.append("Location", object.canonicalUrl.toUtf8());
    } else {
        response = proxyText(
            504,
            u"The video %1 is not in the cache and could not be fetched (%2): %3."_s.arg(
                name, word, wayOutOf(why.code)));
    }
    response.headers.append("Cache-Status", cacheStatusField(status));
    response.headers.append("X-Cache", xCacheField(status));
    return response;
}

} // namespace r2cache
