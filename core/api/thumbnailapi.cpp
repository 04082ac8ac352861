// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/thumbnailapi.h"

#include "core/api/entryid.h"
#include "core/http/preconditions.h"
#include "core/manager/thumbnails.h"

#include <QCoroFuture>

namespace r2cache::thumbnailapi {

using namespace Qt::StringLiterals;

namespace {

bool isUnchanged(const Request &request, const EntityTag &etag, const QDateTime &now)
{
    RequestConditions conditions;
    conditions.method = request.method;
    conditions.ifNoneMatch = request.headers.value("If-None-Match");
    const Validators current{etag, {}};
    return evaluatePreconditions(conditions, current, now).kind
        == PreconditionVerdict::Kind::NotModified;
}

} // namespace

QCoro::Task<Result<Response>> thumbnail(ApiContext *context, ApiCall call)
{
    const auto id = entryIdOf(call.request.arguments.value(0));
    if (!id)
        co_return failure(id.error());
    auto &videos = context->videos;
    const auto record = co_await videos.cache().index().newestEntry(*id);
    if (!record)
        co_return failure(record.error());
    if (!*record)
        co_return failure(ErrorCode::NotFound, u"There is no entry %1."_s.arg(*id));

    // The picture follows from the bytes alone.
    const auto etag = entityTagOf((*record)->sha256, 1);
    Response response;
    response.headers
        = {{"ETag", etag.toField()},
           {"Cache-Control", "private, no-cache"},
           {"X-Content-Type-Options", "nosniff"}};
    if (isUnchanged(call.request, etag, videos.clock().nowUtc())) {
        response.status = 304;
        co_return response;
    }
    const auto picture = co_await context->thumbnails->of(**record);
    if (!picture)
        co_return failure(picture.error());
    response.headers.append("Content-Type", "image/jpeg");
    response.body.emplace_back(*picture);
    co_return response;
}

} // namespace r2cache::thumbnailapi
