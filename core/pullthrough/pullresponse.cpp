// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/pullresponse.h"

#include "core/http/contentrange.h"
#include "core/http/fieldsyntax.h"
#include "core/http/httpdate.h"
#include "core/http/preconditions.h"
#include "core/pullthrough/fieldrules.h"
#include "core/pullthrough/httpfreshness.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QByteArray fieldOf(const Headers &headers, QByteArrayView name)
{
    return trimmedOws(headers.value(name).value_or(QByteArray())).toByteArray();
}

RequestConditions conditionsOf(const RequestHead &request)
{
    return {
        .method = request.method,
        .ifMatch = std::nullopt, // not for caches: such requests go to the origin
        .ifNoneMatch = request.headers.value("If-None-Match"),
        .ifModifiedSince = request.headers.value("If-Modified-Since"),
        .ifUnmodifiedSince = std::nullopt,
        .ifRange = request.headers.value("If-Range")};
}

Validators validatorsOf(
    const StoredResponse &response, const RequestConditions &conditions, const QDateTime &now)
{
    Validators validators;
    validators.etag = parseEntityTag(fieldOf(response.headers, "ETag")).value_or(EntityTag{});
    auto modified = parseHttpDate(fieldOf(response.headers, "Last-Modified"), now);
    // RFC 9111 section 4.3.2: in its stead Date, then the time of arrival. Not for If-Range, which
    // wants the very date that the origin gave.
    if (!modified && !conditions.ifRange)
        modified
            = parseHttpDate(fieldOf(response.headers, "Date"), now).value_or(response.receivedUtc);
    if (modified)
        validators.lastModified = *modified;
    return validators;
}

/// An ETag that is none by the grammar still is what this client was given.
bool isVerbatimMatch(const RequestConditions &conditions, const StoredResponse &response)
{
    const auto etag = fieldOf(response.headers, "ETag");
    return conditions.ifNoneMatch && !etag.isEmpty() && trimmedOws(*conditions.ifNoneMatch) == etag;
}

/// RFC 9110 section 15.4.5: the fields that a 304 has of the 200 it stands for.
Headers notModifiedFields(const Headers &headers)
{
    Headers kept;
    for (const auto *name :
         {"Cache-Control", "Content-Location", "ETag", "Expires", "Last-Modified", "Vary"}) {
        if (const auto value = headers.value(name))
            kept.append(name, *value);
    }
    return kept;
}

} // namespace

ServePlan
servePlan(const StoredResponse &response, const RequestHead &request, const QDateTime &now)
{
    using Kind = ServePlan::Kind;
    const bool hasBody = request.method != "HEAD";
    const ByteRange whole{0, hasBody ? response.body.completeLength() : 0};
    if (response.status != 200)
        return {Kind::Whole, whole};
    const auto conditions = conditionsOf(request);
    const auto verdict
        = evaluatePreconditions(conditions, validatorsOf(response, conditions, now), now);
    if (verdict.kind == PreconditionVerdict::Kind::NotModified
        || isVerbatimMatch(conditions, response))
        return {Kind::NotModified, {}};
    const auto field = request.headers.value("Range");
    if (!field || !verdict.honoursRange)
        return {Kind::Whole, whole};
    const auto decision = decideRange(*field, response.body.completeLength());
    if (decision.kind == RangeDecision::Kind::Unsatisfiable)
        return {Kind::Unsatisfiable, {}};
    if (decision.kind == RangeDecision::Kind::Whole || decision.ranges.size() > 1)
        return {Kind::Whole, whole};
    return {Kind::Part, decision.ranges.front()};
}

Response passedOnResponse(int status, const Headers &headers)
{
    Response response{
        .status = status, .headers = without(headers, {"Date"}), .body = {}, .date = {}};
    response.date = fieldOf(headers, "Date");
    return response;
}

Response plannedResponse(
    const StoredResponse &response, const ServePlan &plan, const RequestHead &request,
    const CacheStatus &status, const QDateTime &now,
    const std::function<void(Response &, ByteRange)> &addBytes)
{
    using Kind = ServePlan::Kind;
    const auto length = response.body.completeLength();
    auto answer = passedOnResponse(response.status, response.headers);
    if (answer.date.isEmpty())
        answer.date = formatHttpDate(response.receivedUtc);
    switch (plan.kind) {
    case Kind::NotModified:
        answer.status = 304;
        answer.headers = notModifiedFields(response.headers);
        break;
    case Kind::Unsatisfiable:
        answer.status = 416;
        answer.headers = without(answer.headers, {"Content-Encoding"});
        answer.headers.set("Content-Range", unsatisfiedContentRangeField(length));
        break;
    case Kind::Part:
        answer.status = 206;
        answer.headers.set("Content-Range", contentRangeField(plan.range, length));
        addBytes(answer, plan.range);
        break;
    case Kind::Whole:
        if (request.method == "HEAD" && response.status != 204)
            answer.headers.append("Content-Length", QByteArray::number(length));
        if (!plan.range.isEmpty())
            addBytes(answer, plan.range);
        break;
    }
    answer.headers.set("Age", QByteArray::number(qint64{ageOf(response, now).count()}));
    answer.headers.append("Cache-Status", cacheStatusField(status));
    answer.headers.append("X-Cache", xCacheField(status));
    return answer;
}

Response plannedResponse(
    const StoredResponse &response, const ServePlan &plan, const RequestHead &request,
    const CacheStatus &status, const QDateTime &now)
{
    return plannedResponse(
        response, plan, request, status, now, [&](Response &answer, ByteRange range) {
            for (auto &piece : response.body.read(range))
                answer.body.emplace_back(std::move(piece));
        });
}

} // namespace r2cache
