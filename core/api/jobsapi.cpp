// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/jobsapi.h"

#include "core/api/downloadjson.h"
#include "core/api/envelope.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache::jobsapi {

using namespace Qt::StringLiterals;

namespace {

QString statusWord(Job::Status status)
{
    switch (status) {
    case Job::Status::Running:
        return u"running"_s;
    case Job::Status::Cancelled:
        return u"cancelled"_s;
    case Job::Status::Done:
        break;
    }
    return u"done"_s;
}

using Fills = QHash<QString, FillSnapshot>;

Fills fillsById(const FillQueue &queue)
{
    Fills fills;
    for (const auto snapshots = queue.snapshots(); const auto &fill : snapshots)
        fills.insert(fill.id, fill);
    return fills;
}

QJsonObject urlJson(const JobUrl &url, const Fills &fills)
{
    QJsonObject json{{u"url"_s, url.object.canonical.isEmpty() ? url.url : url.object.canonical}};
    if (url.entry) {
        json.insert(u"status"_s, u"done"_s);
        json.insert(u"receivedBytes"_s, url.entry->sizeBytes);
        json.insert(u"totalBytes"_s, url.entry->sizeBytes);
    } else if (url.error) {
        json.insert(u"status"_s, u"failed"_s);
        json.insert(u"error"_s, url.error->message);
        json.insert(u"code"_s, QString(errorWord(url.error->code)));
    } else {
        const auto fill = fills.value(url.object.id);
        json.insert(u"status"_s, stateWord(fill.state));
        json.insert(u"receivedBytes"_s, fill.received);
        json.insert(u"totalBytes"_s, fill.total >= 0 ? QJsonValue(fill.total) : QJsonValue());
        json.insert(u"bytesPerSecond"_s, fill.bytesPerSecond);
        json.insert(u"attempts"_s, fill.attempts);
    }
    return json;
}

QByteArray jobJson(const Job &job, const Fills &fills, bool whole)
{
    qint64 done = 0;
    qint64 failed = 0;
    QJsonArray urls;
    for (const auto &url : job.urls) {
        done += url.entry ? 1 : 0;
        failed += url.error ? 1 : 0;
        if (whole)
            urls.append(urlJson(url, fills));
    }
    JsonObjectText text;
    text.add("id", job.id)
        .add("kind", job.kind)
        .add("status", statusWord(job.status))
        .add("createdAt", timeToJson(job.createdAt))
        .add("finishedAt", timeToJson(job.finishedAt))
        .add("leaseId", job.leaseId.isEmpty() ? QJsonValue() : QJsonValue(job.leaseId))
        .add(
            "summary",
            QJsonObject{
                {u"total"_s, static_cast<qint64>(job.urls.size())},
                {u"done"_s, done},
                {u"failed"_s, failed}});
    if (whole) {
        text.add("urls", urls);
        text.addRaw("result", job.result.isEmpty() ? QByteArrayView("null") : job.result);
    }
    return text.take();
}

QJsonObject leaseJson(const Lease &lease)
{
    QStringList objects(lease.objects.begin(), lease.objects.end());
    objects.sort();
    return {
        {u"id"_s, lease.id},
        {u"entries"_s, QJsonArray::fromStringList(objects)},
        {u"createdAt"_s, timeToJson(lease.createdAt)},
        {u"renewedAt"_s, timeToJson(lease.renewedAt)},
        {u"expiresAt"_s, timeToJson(lease.expiresAt())},
        {u"leaseMs"_s, static_cast<qint64>(lease.duration.count())}};
}

} // namespace

QCoro::Task<Result<Response>> jobs(ApiContext *context, ApiCall)
{
    QByteArray list = "[";
    for (const auto all = context->jobs.list(); const auto &job : all) {
        if (list.size() > 1)
            list += ',';
        list += jobJson(*job, {}, false);
    }
    list += ']';
    co_return successResponse(QByteArrayView(JsonObjectText().addRaw("jobs", list).take()));
}

QCoro::Task<Result<Response>> job(ApiContext *context, ApiCall call)
{
    const auto id = call.request.arguments.value(0);
    const auto found = context->jobs.find(id);
    if (!found) {
        co_return failure(
            ErrorCode::NotFound,
            u"There is no job %1: jobs are forgotten when the service stops."_s.arg(id.left(64)));
    }
    co_return successResponse(
        QByteArrayView(jobJson(*found, fillsById(context->videos.queue()), true)));
}

QCoro::Task<Result<Response>> cancelJob(ApiContext *context, ApiCall call)
{
    const auto id = call.request.arguments.value(0);
    const auto cancelled = context->jobs.cancel(id);
    if (!cancelled)
        co_return failure(cancelled.error());
    co_return successResponse(QJsonObject{{u"message"_s, u"The job %1 was cancelled."_s.arg(id)}});
}

QCoro::Task<Result<Response>> leases(ApiContext *context, ApiCall)
{
    QJsonArray list;
    for (const auto all = context->videos.cache().leases().list(); const auto &lease : all)
        list.append(leaseJson(lease));
    co_return successResponse(QJsonObject{{u"leases"_s, list}});
}

QCoro::Task<Result<Response>> endLease(ApiContext *context, ApiCall call)
{
    const auto id = call.request.arguments.value(0);
    if (!context->videos.cache().leases().end(id)) {
        co_return failure(
            ErrorCode::NotFound, u"There is no lease %1: it has ended already."_s.arg(id.left(64)));
    }
    co_return successResponse(QJsonObject{{u"message"_s, u"The lease %1 has ended."_s.arg(id)}});
}

QCoro::Task<Result<Response>> renewLease(ApiContext *context, ApiCall call)
{
    const auto renewed = context->videos.cache().leases().renew(
        call.request.arguments.value(0).left(64), context->videos.clock().nowUtc());
    if (!renewed)
        co_return failure(renewed.error());
    co_return successResponse(QJsonObject{{u"lease"_s, leaseJson(*renewed)}});
}

} // namespace r2cache::jobsapi
