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

JobTally tallyOf(const std::vector<JobUrl> &urls)
{
    return {
        static_cast<qint64>(urls.size()),
        std::ranges::count_if(urls, [](const JobUrl &url) { return url.entry.has_value(); }),
        std::ranges::count_if(urls, [](const JobUrl &url) { return url.error.has_value(); })};
}

} // namespace

QJsonObject summaryJson(const Job &job)
{
    const auto tally = job.tally.value_or(tallyOf(job.urls));
    return {
        {u"id"_s, job.id},
        {u"kind"_s, job.kind},
        {u"status"_s, statusWord(job.status)},
        {u"createdAt"_s, timeToJson(job.createdAt)},
        {u"finishedAt"_s, timeToJson(job.finishedAt)},
        {u"leaseId"_s, job.leaseId.isEmpty() ? QJsonValue() : QJsonValue(job.leaseId)},
        {u"summary"_s,
         QJsonObject{
             {u"total"_s, tally.total}, {u"done"_s, tally.done}, {u"failed"_s, tally.failed}}}};
}

} // namespace r2cache
