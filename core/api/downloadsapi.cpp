// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/downloadsapi.h"

#include "core/api/downloadjson.h"
#include "core/api/envelope.h"
#include "core/protocol/times.h"

#include <QCoroFuture>
#include <QJsonArray>

namespace r2cache::downloadsapi {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxFailed = 200;

QJsonObject failedJson(const ObjectRow &object)
{
    return {
        {u"id"_s, object.id},
        {u"url"_s, object.canonicalUrl},
        {u"status"_s, u"failed"_s},
        {u"error"_s, object.lastError},
        {u"code"_s, object.lastErrorCode},
        {u"failedAt"_s, timeToJson(object.lastErrorAt)}};
}

Response done(const QString &id, const QString &what)
{
    return successResponse(QJsonObject{{u"message"_s, u"The download of %1 %2."_s.arg(id, what)}});
}

Result<Response> notSo(const QString &id, bool exists, const QString &why)
{
    if (!exists) {
        return failure(
            ErrorCode::NotFound,
            u"Nothing is being downloaded under %1: GET /api/cache/downloads lists what is."_s.arg(
                id.left(64)));
    }
    return failure(ErrorCode::Conflict, u"The download of %1 %2."_s.arg(id, why));
}

QCoro::Task<Result<Response>> retry(ApiContext *context, QString id)
{
    auto &videos = context->videos;
    if (auto enabled = context->checkEnabled(); !enabled)
        co_return failure(enabled.error());
    const auto entry = co_await videos.cache().index().newestEntry(id);
    if (!entry)
        co_return failure(entry.error());
    if (*entry)
        co_return failure(ErrorCode::Conflict, u"The video %1 is in the cache already."_s.arg(id));
    const auto object = co_await videos.objectOf(id);
    if (!object)
        co_return failure(object.error());
    if (!*object)
        co_return notSo(id, false, {});
    // Its end is for those who look; nobody waits here.
    std::ignore = videos.obtain(**object, Priority::High, {});
    co_return done(id, u"begins again"_s);
}

} // namespace

QCoro::Task<Result<Response>> list(ApiContext *context, ApiCall)
{
    const auto failedObjects = co_await context->videos.cache().index().failedObjects(maxFailed);
    if (!failedObjects)
        co_return failure(failedObjects.error());
    QJsonArray downloads;
    QSet<QString> ids;
    for (const auto fills = context->videos.queue().snapshots(); const auto &fill : fills) {
        ids.insert(fill.id);
        downloads.append(toJson(fill));
    }
    QJsonArray failed;
    for (const auto &object : *failedObjects) {
        if (!ids.contains(object.id)) // else it is being tried again
            failed.append(failedJson(object));
    }
    co_return successResponse(QJsonObject{{u"downloads"_s, downloads}, {u"failed"_s, failed}});
}

QCoro::Task<Result<Response>> act(ApiContext *context, ApiCall call)
{
    const auto id = call.request.arguments.value(0);
    const auto action = call.request.arguments.value(1);
    auto &queue = context->videos.queue();
    const bool exists = queue.progressOf(id) != nullptr;
    if (action == u"pause") {
        if (!queue.pause(id))
            co_return notSo(id, exists, u"is complete: it is being checked"_s);
        co_return done(id, u"is paused"_s);
    }
    if (action == u"resume") {
        if (!queue.resume(id))
            co_return notSo(id, exists, u"is not paused"_s);
        co_return done(id, u"goes on"_s);
    }
    if (action == u"cancel") {
        if (!queue.cancel(id))
            co_return notSo(id, exists, u"is complete: it is being checked"_s);
        co_return done(id, u"was cancelled"_s);
    }
    if (action == u"retry") {
        if (exists)
            co_return notSo(id, true, u"has not failed: it is under way"_s);
        co_return co_await retry(context, id);
    }
    co_return failure(
        ErrorCode::NotFound,
        u"A download can be paused, resumed, retried or cancelled, not \"%1\"."_s.arg(
            action.left(64)));
}

} // namespace r2cache::downloadsapi
