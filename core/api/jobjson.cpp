// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/jobjson.h"

#include "core/protocol/times.h"

namespace r2cache {

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

} // namespace

QJsonObject summaryJson(const Job &job)
{
    const qint64 done
        = std::ranges::count_if(job.urls, [](const JobUrl &url) { return url.entry.has_value(); });
    const qint64 failed
        = std::ranges::count_if(job.urls, [](const JobUrl &url) { return url.error.has_value(); });
    return {
        {u"id"_s, job.id},
        {u"kind"_s, job.kind},
        {u"status"_s, statusWord(job.status)},
        {u"createdAt"_s, timeToJson(job.createdAt)},
        {u"finishedAt"_s, timeToJson(job.finishedAt)},
        {u"leaseId"_s, job.leaseId.isEmpty() ? QJsonValue() : QJsonValue(job.leaseId)},
        {u"summary"_s,
         QJsonObject{
             {u"total"_s, static_cast<qint64>(job.urls.size())},
             {u"done"_s, done},
             {u"failed"_s, failed}}}};
}

} // namespace r2cache
