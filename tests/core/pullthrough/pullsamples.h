// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compat.h"
#include "core/pullthrough/storedresponse.h"

namespace r2cache {

/// Fields written as lines: "Age: 3\nETag: \"a\"".
inline Headers headersOf(const QByteArray &lines)
{
    Headers headers;
    for (const auto &line : lines.split('\n')) {
        const auto colon = line.indexOf(':');
        if (colon > 0)
            headers.append(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    return headers;
}

/// The same the other way round.
inline QByteArray linesOf(const Headers &headers)
{
    QByteArrayList lines;
    for (const auto &[name, value] : headers.fields())
        lines.append(name + ": " + value);
    return lines.join('\n');
}

inline RequestHead requestOf(const QByteArray &lines = {}, const QByteArray &method = "GET")
{
    RequestHead request;
    request.method = method;
    request.path = "/";
    request.headers = headersOf(lines);
    return request;
}

/// When stored samples arrive: Sun, 06 Nov 1994 08:49:37 GMT.
inline QDateTime sampleTime(qint64 secondsLater = 0)
{
    return QDateTime::fromSecsSinceEpoch(784'111'777 + secondsLater, utcZone);
}

/// A response that took no time to arrive.
inline StoredResponse
sampleResponse(const QByteArray &lines, int status = 200, const QByteArray &body = "0123456789")
{
    StoredResponse response;
    response.status = status;
    response.headers = headersOf(lines);
    response.body = StoredBody(body);
    response.requestedUtc = response.receivedUtc = sampleTime();
    return response;
}

} // namespace r2cache
