// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/policyapi.h"

#include "core/api/entryid.h"
#include "core/api/envelope.h"
#include "core/cache/freshness.h"

namespace r2cache::policyapi {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 tenYears = 10LL * 365 * 24 * 3600 * 1000;

QString messageFor(const EntryRecord &record)
{
    switch (policyOf(record)) {
    case FreshnessPolicy::Always:
        return u"The origin of the entry %1 is asked for every config, and by readers once a "
               "minute."_s.arg(record.id);
    case FreshnessPolicy::Never:
        return u"The entry %1 never expires."_s.arg(record.id);
    case FreshnessPolicy::Ttl:
        break;
    }
    return record.ttlMs > 0 ? u"The entry %1 expires after a time of its own."_s.arg(record.id)
                            : u"The entry %1 expires as CACHE_TTL_DAYS says."_s.arg(record.id);
}

} // namespace

std::optional<qint64> wantedTtlMs(Fields &fields)
{
    const auto word = fields.text(u"policy"_s);
    const auto ttlMs = fields.optionalInteger(u"ttlMs"_s, 0, tenYears);
    const auto policy = policyOfWord(word);
    if (!policy && !word.isEmpty())
        fields.fail(u"policy"_s, u"must be ttl, always or never"_s);
    if (!policy)
        return std::nullopt;
    if (ttlMs && *policy != FreshnessPolicy::Ttl)
        fields.fail(u"ttlMs"_s, u"goes with the policy ttl only"_s);
    return ttlMsOf(*policy, ttlMs.value_or(0));
}

QCoro::Task<Result<Response>> setPolicy(ApiContext *context, ApiCall call)
{
    const auto id = entryIdOf(call.request.arguments.value(0));
    if (!id)
        co_return failure(id.error());
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    Fields fields(*body);
    const auto ttlMs = wantedTtlMs(fields);
    if (!ttlMs)
        fields.fail(u"policy"_s, u"must be ttl, always or never"_s);
    if (fields.error())
        co_return failure(*fields.error());
    const EntryChange change = [wanted = *ttlMs](EntryRecord &record) {
        record.ttlMs = wanted;
    };
    const auto record = co_await context->videos.cache().change(*id, change);
    if (!record)
        co_return failure(record.error());
    co_return successResponse(QJsonObject{
        {u"message"_s, messageFor(*record)},
        {u"entry"_s, toJson(context->videos.infoOf(*record))}});
}

} // namespace r2cache::policyapi
