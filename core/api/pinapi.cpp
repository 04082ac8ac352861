// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/pinapi.h"

#include "core/api/entryid.h"
#include "core/api/envelope.h"

namespace r2cache::pinapi {

using namespace Qt::StringLiterals;

namespace {

QCoro::Task<Result<Response>> setPinned(ApiContext *context, ApiCall call, bool pinned)
{
    const auto id = entryIdOf(call.request.arguments.value(0));
    if (!id)
        co_return failure(id.error());
    const EntryChange change = [pinned](EntryRecord &record) {
        record.pinned = pinned;
    };
    const auto record = co_await context->videos.cache().change(*id, change);
    if (!record)
        co_return failure(record.error());
    const QString message = pinned
        ? u"The entry %1 is pinned: it is not evicted."_s.arg(*id)
        : u"The entry %1 is no longer pinned: it may be evicted."_s.arg(*id);
    co_return successResponse(QJsonObject{
        {u"message"_s, message}, {u"entry"_s, toJson(context->videos.infoOf(*record))}});
}

} // namespace

QCoro::Task<Result<Response>> pin(ApiContext *context, ApiCall call)
{
    return setPinned(context, std::move(call), true);
}

QCoro::Task<Result<Response>> unpin(ApiContext *context, ApiCall call)
{
    return setPinned(context, std::move(call), false);
}

} // namespace r2cache::pinapi
