// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/verifyapi.h"

#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/manager/verifier.h"
#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache::verifyapi {

using namespace Qt::StringLiterals;

namespace {

QString word(VerifyProgress::State state)
{
    switch (state) {
    case VerifyProgress::State::Idle:
        break;
    case VerifyProgress::State::Running:
        return u"running"_s;
    case VerifyProgress::State::Done:
        return u"done"_s;
    case VerifyProgress::State::Stopped:
        return u"stopped"_s;
    }
    return u"idle"_s;
}

Response progressResponse(const VerifyProgress &progress)
{
    QJsonArray bad;
    for (const auto &finding : progress.bad) {
        bad.append(QJsonObject{
            {u"id"_s, finding.id},
            {u"version"_s, finding.version},
            {u"originalUrl"_s, finding.url},
            {u"error"_s, finding.error}});
    }
    return successResponse(QJsonObject{
        {u"verify"_s,
         QJsonObject{
             {u"state"_s, word(progress.state)},
             {u"checked"_s, progress.checked},
             {u"total"_s, progress.total},
             {u"bytes"_s, progress.bytes},
             {u"badCount"_s, progress.badCount},
             {u"bad"_s, bad},
             {u"errors"_s, QJsonArray::fromStringList(progress.errors)},
             {u"startedAt"_s, timeToJson(progress.startedAt)},
             {u"finishedAt"_s, timeToJson(progress.finishedAt)}}}});
}

} // namespace

QCoro::Task<Result<Response>> verify(ApiContext *context, ApiCall call)
{
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    Fields fields(*body);
    const auto ids = fields.texts(u"ids"_s);
    // An empty list is what a search without a match hands over: nobody means all by that.
    const bool isNothingSaid = !body->value(u"ids").isArray();
    const bool all = fields.flag(u"all"_s, isNothingSaid);
    if (all == !ids.isEmpty()) {
        fields.fail(
            u"ids"_s,
            u"must say which entries to verify where all is false, and none where it is true"_s);
    }
    if (!std::all_of(ids.begin(), ids.end(), [](const QString &id) { return isEntryId(id); }))
        fields.fail(u"ids"_s, u"must hold entry ids: 32 digits 0-9 and a-f"_s);
    if (fields.error())
        co_return failure(*fields.error());
    if (all)
        context->verifier->verifyAll();
    else
        context->verifier->verify(ids);
    co_return progressResponse(context->verifier->progress());
}

QCoro::Task<Result<Response>> progress(ApiContext *context, ApiCall call)
{
    Q_UNUSED(call)
    co_return progressResponse(context->verifier->progress());
}

} // namespace r2cache::verifyapi
