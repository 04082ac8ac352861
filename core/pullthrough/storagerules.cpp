// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/storagerules.h"

#include "core/http/contentrange.h"
#include "core/http/etag.h"
#include "core/http/fieldsyntax.h"
#include "core/pullthrough/cachecontrol.h"
#include "core/pullthrough/httpfreshness.h"

namespace r2cache {

namespace {

/// Statuses whose meaning for caches this one knows (RFC 9111 section 5.2.2.3).
bool isUnderstood(int status)
{
    return isHeuristicallyCacheable(status) || status == 302 || status == 303 || status == 307
        || status == 400 || status == 403 || status == 500 || (status >= 502 && status <= 504);
}

/// Section 3.5.
bool mayAnswerOthers(const RequestHead &request, const CacheControl &directives)
{
    return !request.headers.contains("Authorization") || directives.has("public")
        || directives.has("must-revalidate") || directives.has("s-maxage");
}

bool isSame(const Headers &a, const Headers &b, QByteArrayView name)
{
    const auto one = a.value(name);
    const auto other = b.value(name);
    return !one || !other || trimmedOws(*one) == trimmedOws(*other);
}

} // namespace

bool mayStore(const RequestHead &request, int status, const Headers &response)
{
    const CacheControl asked(request.headers.value("Cache-Control").value_or(QByteArray()));
    const CacheControl directives(response.value("Cache-Control").value_or(QByteArray()));
    if (request.method != "GET" || status < 200 || status == 304 || status == 416)
        return false;
    const bool mustUnderstand = directives.has("must-understand");
    if (mustUnderstand && !isUnderstood(status))
        return false;
    // Section 5.2.2.3: who understands the status ignores the no-store beside it.
    if (asked.has("no-store") || (directives.has("no-store") && !mustUnderstand))
        return false;
    if (directives.has("private") && directives.argument("private").isEmpty())
        return false;
    if (!mayAnswerOthers(request, directives))
        return false;
    return directives.has("public") || directives.has("max-age") || directives.has("s-maxage")
        || response.contains("Expires") || isHeuristicallyCacheable(status);
}

std::optional<BodyPart206> partOf(const Headers &response, qint64 bodyLength, Reading reading)
{
    const auto field = response.value("Content-Range");
    const auto parsed = field ? parseContentRange(*field) : std::nullopt;
    if (!parsed || !parsed->range || parsed->completeLength < 0 || bodyLength == 0)
        return std::nullopt;
    BodyPart206 part{*parsed->range, parsed->completeLength};
    if (part.range.length() == bodyLength)
        return part;
    const bool isTail = part.range.end == part.completeLength && bodyLength < part.range.length();
    if (reading == Reading::Strict || !isTail)
        return std::nullopt;
    part.range.end = part.completeLength = part.range.begin + bodyLength;
    return part;
}

bool mayCombine(const Headers &stored, const Headers &newer)
{
    const auto one = parseEntityTag(trimmedOws(stored.value("ETag").value_or(QByteArray())));
    const auto other = parseEntityTag(trimmedOws(newer.value("ETag").value_or(QByteArray())));
    return one && other && matchStrongly(*one, *other);
}

bool confirms(const Headers &notModified, const Headers &stored, Reading reading)
{
    if (reading == Reading::AsTestSuites)
        return true;
    const auto named = notModified.value("ETag");
    if (!named)
        return isSame(notModified, stored, "Last-Modified");
    const auto one = parseEntityTag(trimmedOws(*named));
    const auto other = parseEntityTag(trimmedOws(stored.value("ETag").value_or(QByteArray())));
    if (!one || !other)
        return trimmedOws(*named) == trimmedOws(stored.value("ETag").value_or(QByteArray()));
    return matchWeakly(*one, *other);
}

bool describesSame(const Headers &head, const StoredResponse &stored)
{
    const auto length = head.value("Content-Length");
    const bool sameLength
        = !length || trimmedOws(*length) == QByteArray::number(stored.body.completeLength());
    return sameLength && isSame(head, stored.headers, "ETag")
        && isSame(head, stored.headers, "Last-Modified");
}

} // namespace r2cache
