// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <limits>

namespace r2cache {

/// How the test origin misbehaves on one request. Offsets are positions in the object, so that a
/// client that resumes behind one gets past it; 0 means at once, every time.
struct Faults
{
    std::chrono::milliseconds firstByteDelay{0}; ///< ttfb=ms
    qint64 bytesPerSecond = 0; ///< rate=n; 0: no limit
    qint64 resetAt = -1; ///< rst=offset: TCP reset
    qint64 closeAt = -1; ///< fin=offset: orderly close
    qint64 stallAt = -1; ///< stall=offset: silence, connection open
    int times = std::numeric_limits<int>::max(); ///< once, times=n: only the first n requests
    int after = 0; ///< after=n: the first n requests have none but their rate
    int status = 0; ///< status=n
    QByteArray retryAfter; ///< retryafter=s
    bool html = false; ///< html: 200 with a web page
    qint64 lengthError = 0; ///< length=+n or -n: added to Content-Length
    bool ignoreRange = false; ///< norange
    bool chunked = false; ///< nolength
    bool untilClose = false; ///< close: neither length nor chunks, ends by closing
    bool noEtag = false; ///< noetag
    bool weakEtag = false; ///< weaketag
    bool newEtag = false; ///< newetag: another one for every request
    int changeAfter = -1; ///< change=n: after n requests other bytes and another ETag; not
                          ///< limited by times
    qint64 flipAt = -1; ///< flip=offset: that byte is wrong
    QByteArray redirect; ///< redirect=URL: 302, percent-encoded in the path
    bool gzip = false; ///< gzip: says Content-Encoding: gzip
    bool badMd5 = false; ///< badmd5: an ETag that is the MD5 of something else
    bool wrongRange = false; ///< wrongrange: a 206 that starts one byte late
};

/// Reads "ttfb=100,once,status=503", values percent-encoded; or what is wrong with it.
[[nodiscard]] Result<Faults> parseFaults(const QByteArray &specification);

} // namespace r2cache
