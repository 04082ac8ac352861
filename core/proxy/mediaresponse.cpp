// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/mediaresponse.h"

#include "core/cache/freshness.h"
#include "core/http/cachestatus.h"
#include "core/http/contentrange.h"
#include "core/http/multipartbyteranges.h"
#include "core/proxy/cors.h"

#include <QRandomGenerator>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

RequestConditions conditionsOf(const RequestHead &request)
{
    return {
        .method = request.method,
        .ifMatch = request.headers.value("If-Match"),
        .ifNoneMatch = request.headers.value("If-None-Match"),
        .ifModifiedSince = request.headers.value("If-Modified-Since"),
        .ifUnmodifiedSince = request.headers.value("If-Unmodified-Since"),
        .ifRange = request.headers.value("If-Range")};
}

CacheStatus statusOf(const EntryRecord &record, const MediaContext &context)
{
    using Outcome = CacheStatus::Outcome;
    const auto left = context.nowUtc.msecsTo(expiryOf(record, context.defaultTtl));
    CacheStatus status;
    if (context.wasFetched && context.someWasHere)
        status.outcome = Outcome::Partial;
    else if (context.wasFetched)
        status.outcome = Outcome::Miss;
    else
        status.outcome = left > 0 ? Outcome::Hit : Outcome::Stale;
    if (context.notStored) {
        const auto word = errorWord(*context.notStored);
        status.detail = QByteArray(word.data(), word.size());
        return status;
    }
    status.isStored = context.wasFetched;
    status.isCollapsed = context.someWasHere;
    status.timeToLive = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds{left});
    return status;
}

FileWindow windowOf(const MediaSource &source, ByteRange range)
{
    return {source.file, range.begin, range.length(), source.arrival};
}

/// Not to be guessed by who made the video: a boundary inside it would forge parts.
QByteArray newBoundary()
{
    std::array<quint32, 3> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex();
}

/// Section 15.3.7: one range is described by the answer's own Content-Range, several each by its
/// part's.
void makePartial(
    Response &response, const MediaSource &source, const std::vector<ByteRange> &ranges)
{
    const auto size = source.record.sizeBytes;
    response.status = 206;
    if (ranges.size() == 1) {
        response.headers.append("Content-Type"_ba, source.representation.contentType);
        response.headers.append("Content-Range"_ba, contentRangeField(ranges.front(), size));
        response.body.emplace_back(windowOf(source, ranges.front()));
        return;
    }
    const MultipartByteRanges parts(ranges, source.representation.contentType, size, newBoundary());
    response.headers.append("Content-Type"_ba, parts.contentType());
    for (size_t i = 0; i < ranges.size(); ++i) {
        response.body.emplace_back(parts.partHead(i));
        response.body.emplace_back(windowOf(source, ranges[i]));
    }
    response.body.emplace_back(parts.end());
}

void makeWhole(Response &response, const MediaSource &source)
{
    response.headers.append("Content-Type"_ba, source.representation.contentType);
    response.body.emplace_back(windowOf(source, {0, source.record.sizeBytes}));
}

void makeText(Response &response, int status, const char *sentence)
{
    response.status = status;
    response.headers.append("Content-Type"_ba, "text/plain; charset=utf-8");
    response.body.emplace_back(QByteArray(sentence) + '\n');
}

} // namespace

Response
mediaResponse(const RequestHead &request, const MediaSource &source, const MediaContext &context)
{
    const auto &record = source.record;
    const auto &representation = source.representation;
    const auto verdict
        = evaluatePreconditions(conditionsOf(request), representation.validators, context.nowUtc);
    const auto status = statusOf(record, context);

    Response response;
    auto &headers = response.headers; // names and values as _ba: no allocation on the hot path
    if (!representation.etag.isEmpty())
        headers.append("ETag"_ba, representation.etag);
    headers.append("Cache-Control"_ba, "no-cache"_ba);
    headers.append("Cache-Status"_ba, cacheStatusField(status));
    headers.append("X-Cache"_ba, xCacheField(status));
    addMediaFields(headers, request, context.hosts);

    switch (verdict.kind) {
    case PreconditionVerdict::Kind::NotModified: // section 15.4.5 wants no more fields than these
        response.status = 304;
        return response;
    case PreconditionVerdict::Kind::PreconditionFailed:
        makeText(response, 412, "The video is not the one that the request's conditions ask for.");
        return response;
    case PreconditionVerdict::Kind::Proceed:
        break;
    }

    if (!representation.lastModified.isEmpty())
        headers.append("Last-Modified"_ba, representation.lastModified);
    headers.append("Accept-Ranges"_ba, "bytes"_ba);
    const auto range = verdict.honoursRange ? request.headers.value("Range") : std::nullopt;
    const auto decision = range ? decideRange(*range, record.sizeBytes) : RangeDecision{};
    switch (decision.kind) {
    case RangeDecision::Kind::Whole:
        makeWhole(response, source);
        break;
    case RangeDecision::Kind::Partial:
        makePartial(response, source, decision.ranges);
        break;
    case RangeDecision::Kind::Unsatisfiable: // section 15.5.17
        headers.append("Content-Range"_ba, unsatisfiedContentRangeField(record.sizeBytes));
        makeText(response, 416, "The video ends before the range that was asked for.");
        break;
    }
    return response;
}

Response
mediaResponse(const RequestHead &request, const EntryFilePtr &entry, const MediaContext &context)
{
    return mediaResponse(
        request, MediaSource{entry->record, entry->representation, fileOf(entry)}, context);
}

void addMediaFields(Headers &headers, const RequestHead &request, const HostRules &hosts)
{
    addCorsFields(headers, request, hosts);
    headers.append("Cross-Origin-Resource-Policy"_ba, "cross-origin"_ba);
    headers.set("X-Content-Type-Options"_ba, "nosniff"_ba);
}

} // namespace r2cache
