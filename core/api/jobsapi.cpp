// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/jobsapi.h"

#include "core/api/downloadjson.h"
#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/api/jobjson.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/leaseinfo.h"
#include "core/protocol/times.h"

#include <QJsonArray>
#include <QUrl>

namespace r2cache::jobsapi {

using namespace Qt::StringLiterals;

namespace {

static_assert(Lease::longest == std::chrono::milliseconds{longestLeaseMs});

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
    const auto &canonical = url.object.canonical;
    QJsonObject json{{u"url"_s, canonical.isEmpty() ? redactedText(url.url) : canonical}};
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

QByteArray jobJson(const Job &job, const Fills &fills)
{
    QJsonArray urls;
    for (const auto &url : job.urls)
        urls.append(urlJson(url, fills));
    JsonObjectText text;
    const auto summary = summaryJson(job);
    for (auto member = summary.begin(); member != summary.end(); ++member)
        text.add(member.key().toLatin1().constData(), member.value());
    text.add("urls", urls);
    text.addRaw("result", job.result.isEmpty() ? QByteArrayView("null") : job.result);
    return text.take();
}

QJsonObject leaseJson(const Lease &lease, const Clock &clock)
{
    QStringList objects(lease.objects.begin(), lease.objects.end());
    objects.sort();
    return {
        {u"id"_s, lease.id},
        {u"entries"_s, QJsonArray::fromStringList(objects)},
        {u"createdAt"_s, timeToJson(lease.createdAt)},
        {u"renewedAt"_s, timeToJson(lease.renewedAt)},
        {u"expiresAt"_s, timeToJson(lease.expiresAt(clock))},
        {u"leaseMs"_s, static_cast<qint64>(lease.duration.count())}};
}

} // namespace

QCoro::Task<Result<Response>> jobs(ApiContext *context, ApiCall)
{
    QJsonArray list;
    for (const auto all = context->jobs.list(); const auto &job : all)
        list.append(summaryJson(*job));
    co_return successResponse(QJsonObject{{u"jobs"_s, list}});
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
    co_return successResponse(QByteArrayView(jobJson(*found, fillsById(context->videos.queue()))));
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
        list.append(leaseJson(lease, context->videos.clock()));
    co_return successResponse(QJsonObject{{u"leases"_s, list}});
}

QCoro::Task<Result<Response>> endLease(ApiContext *context, ApiCall call)
{
    const auto id = call.request.arguments.value(0);
    if (!context->videos.cache().leases().end(id)) {
        co_return failure(
            ErrorCode::NotFound,
            u"There is no lease %1: it has ended, or there never was one."_s.arg(id.left(64)));
    }
    co_return successResponse(QJsonObject{{u"message"_s, u"The lease %1 has ended."_s.arg(id)}});
}

QCoro::Task<Result<Response>> renewLease(ApiContext *context, ApiCall call)
{
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    Fields fields(*body);
    const auto leaseMs = fields.optionalInteger(u"leaseMs"_s, shortestLeaseMs, longestLeaseMs);
    if (fields.error())
        co_return failure(*fields.error());
    std::optional<std::chrono::milliseconds> duration;
    if (leaseMs)
        duration = std::chrono::milliseconds{*leaseMs};
    const auto renewed = context->videos.cache().leases().renew(
        call.request.arguments.value(0).left(64), duration);
    if (!renewed)
        co_return failure(renewed.error());
    co_return successResponse(
        QJsonObject{{u"lease"_s, leaseJson(*renewed, context->videos.clock())}});
}

} // namespace r2cache::jobsapi
