// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/waiting.h"

#include "core/api/envelope.h"
#include "core/base/finishedwithin.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultWaitMs = 50'000;
constexpr qint64 maxWaitMs = 240'000;

} // namespace

Waiting Waiting::of(Fields &fields)
{
    const bool wait = fields.flag(u"wait"_s, true);
    return {
        wait, std::chrono::milliseconds{fields.integer(u"waitMs"_s, defaultWaitMs, 0, maxWaitMs)}};
}

QFuture<bool> finishedWithin(const JobPtr &job, std::chrono::milliseconds limit)
{
    if (job->status != Job::Status::Running) {
        QPromise<bool> promise;
        promise.start();
        promise.addResult(true);
        promise.finish();
        return promise.future();
    }
    return finishedWithin(QFuture<void>(job->finished.future()), limit);
}

Response notFinished(const Job &job)
{
    return successResponse(
        QJsonObject{
            {u"jobId"_s, job.id},
            {u"leaseId"_s, job.leaseId.isEmpty() ? QJsonValue() : QJsonValue(job.leaseId)}},
        202);
}

Result<Response> finalAnswer(const Job &job)
{
    if (job.result.isEmpty()) {
        return failure(
            ErrorCode::Conflict,
            u"The answer was dropped, as other large ones came at the same time: ask again."_s);
    }
    return successResponse(QByteArrayView(job.result));
}

} // namespace r2cache
