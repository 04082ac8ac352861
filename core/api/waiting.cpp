// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/waiting.h"

#include "core/api/envelope.h"

#include <QFutureWatcher>
#include <QTimer>

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
    struct Race : QObject
    {
        QPromise<bool> promise;
        QFutureWatcher<void> watcher;
        QTimer timer;

        void end(bool finished)
        {
            timer.stop();
            watcher.disconnect();
            promise.addResult(finished);
            promise.finish();
            deleteLater();
        }
    };
    auto *race = new Race; // deletes itself when either happens; the timer always does
    race->promise.start();
    auto future = race->promise.future();
    QObject::connect(
        &race->watcher, &QFutureWatcher<void>::finished, race, [race] { race->end(true); });
    race->timer.setSingleShot(true);
    QObject::connect(&race->timer, &QTimer::timeout, race, [race] { race->end(false); });
    race->timer.start(limit);
    race->watcher.setFuture(job->finished.future());
    return future;
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
