// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/batchapi.h"

#include "core/api/entryid.h"
#include "core/api/envelope.h"
#include "core/api/policyapi.h"
#include "core/api/waiting.h"
#include "core/base/calltask.h"
#include "core/cache/freshness.h"
#include "core/manager/verifier.h"
#include "core/protocol/jsontext.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QLoggingCategory>

namespace r2cache::batchapi {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcBatch, "cache.api.batch", QtInfoMsg)

constexpr int pageSize = 256;
constexpr qsizetype actsAtATime = 32;

struct Filter
{
    QString text; ///< Part of the URL or the id, upper and lower case alike.
    QStringList tags; ///< All of them.
    QString status; ///< "ready", "expired"; empty: both.
};

struct Batch
{
    QString action;
    QStringList ids;
    std::optional<Filter> filter; ///< Instead of ids.
    QStringList tags; ///< To put on or to take off.
    qint64 ttlMs = 0; ///< Of the policy that is set.
    bool force = false; ///< Deletes what renders hold too.
};

Result<Batch> batchOf(Fields &fields, const QJsonObject &body)
{
    Batch batch;
    batch.action = fields.word(
        u"action"_s, u""_s,
        {u"delete"_s, u"pin"_s, u"unpin"_s, u"verify"_s, u"tag"_s, u"untag"_s, u"policy"_s});
    batch.ids = fields.texts(u"ids"_s);
    batch.ids.removeDuplicates();
    batch.tags = fields.tags(u"tags"_s);
    batch.force = fields.flag(u"force"_s, false);
    const auto ttlMs = policyapi::wantedTtlMs(fields);
    batch.ttlMs = ttlMs.value_or(0);
    const auto filterObject = fields.object(u"filter"_s);
    if (body.value(u"filter").isObject()) {
        Fields below(filterObject, u"filter"_s);
        Filter filter;
        filter.text = below.text(u"q"_s);
        filter.tags = below.tags(u"tags"_s);
        filter.status = below.word(u"status"_s, u""_s, {u""_s, u"ready"_s, u"expired"_s});
        fields.adopt(below);
        batch.filter = filter;
    }
    if (batch.ids.isEmpty() == !batch.filter)
        fields.fail(u"ids"_s, u"or filter, and not both, must say which entries are meant"_s);
    if (batch.tags.isEmpty() && (batch.action == u"tag" || batch.action == u"untag"))
        fields.fail(u"tags"_s, u"must hold at least one tag"_s);
    if (!ttlMs && batch.action == u"policy")
        fields.fail(u"policy"_s, u"must be ttl, always or never"_s);
    if (fields.error())
        return failure(*fields.error());
    return batch;
}

bool fits(
    const EntryRecord &record, const Filter &filter, std::chrono::milliseconds ttl,
    const QDateTime &now)
{
    const auto hasTag = [&](const QString &tag) {
        return record.tags.contains(tag);
    };
    return (filter.text.isEmpty() || record.canonicalUrl.contains(filter.text, Qt::CaseInsensitive)
            || record.id.contains(filter.text, Qt::CaseInsensitive))
        && std::all_of(filter.tags.begin(), filter.tags.end(), hasTag)
        && (filter.status.isEmpty()
            || isExpired(record, ttl, now) == (filter.status == u"expired"));
}

QCoro::Task<Result<QStringList>> fitting(ApiContext *context, Filter filter)
{
    auto &cache = context->videos.cache();
    const auto now = context->videos.clock().nowUtc();
    QStringList ids;
    EntryKey after{{}, 0};
    for (;;) {
        if (context->stopping)
            co_return failure(ErrorCode::ShuttingDown, u"The service is shutting down."_s);
        const auto page = co_await cache.index().entriesAfter(after, pageSize);
        if (!page)
            co_return failure(page.error());
        for (const auto &record : *page) {
            // In key order, so that versions of one object follow one another.
            if (fits(record, filter, cache.options().defaultTtl, now)
                && (ids.isEmpty() || ids.constLast() != record.id)) {
                ids.append(record.id);
            }
        }
        if (page->size() < pageSize)
            co_return ids;
        after = {page->constLast().id, page->constLast().version};
    }
}

EntryChange changeOf(const Batch &batch)
{
    return [action = batch.action, tags = batch.tags, ttlMs = batch.ttlMs](EntryRecord &record) {
        if (action == u"policy") {
            record.ttlMs = ttlMs;
            return;
        }
        if (action == u"pin" || action == u"unpin") {
            record.pinned = action == u"pin";
            return;
        }
        for (const auto &tag : tags) {
            if (action == u"untag")
                record.tags.removeAll(tag);
            else if (!record.tags.contains(tag))
                record.tags.append(tag);
        }
    };
}

QCoro::Task<Result<>> actOn(ApiContext *context, QString id, Batch batch)
{
    auto &cache = context->videos.cache();
    if (context->stopping)
        co_return failure(ErrorCode::ShuttingDown, u"The service is shutting down."_s);
    if (const auto checked = entryIdOf(id); !checked)
        co_return failure(checked.error());
    if (batch.action == u"delete") {
        const auto removed = co_await cache.remove(id, batch.force);
        if (!removed)
            co_return failure(removed.error());
        if (!removed->errors.isEmpty())
            co_return failure(ErrorCode::Io, removed->errors.join(u' '));
        co_return Result<>{};
    }
    if (batch.action == u"verify") {
        const auto entry = co_await cache.index().newestEntry(id);
        if (!entry)
            co_return failure(entry.error());
        if (!*entry)
            co_return failure(ErrorCode::NotFound, u"There is no entry %1."_s.arg(id));
        context->verifier->verify({id});
        co_return Result<>{};
    }
    const auto change = changeOf(batch);
    const auto changed = co_await cache.change(id, change);
    if (!changed)
        co_return failure(changed.error());
    co_return Result<>{};
}

/// A batch under way.
struct BatchWork
{
    Batch batch;
    QStringList ids;
    qint64 unmatched = 0;
    QJsonArray failed;
};

QByteArray describe(const BatchWork &work, const Job &job)
{
    const QJsonObject result{
        {u"matched"_s, work.ids.size() - work.unmatched},
        {u"done"_s, job.tally->done},
        {u"failed"_s, work.failed}};
    return JsonObjectText().add("result", result).take();
}

QCoro::Task<> actOnAll(ApiContext *context, JobPtr job, std::shared_ptr<BatchWork> work)
{
    const auto &ids = work->ids;
    for (qsizetype at = 0; at < ids.size(); at += actsAtATime) {
        // Side by side: one after the other, each would wait for a turn of everything else's too.
        const auto some = ids.mid(at, actsAtATime);
        QList<QFuture<Result<>>> acts;
        for (const auto &id : some)
            acts.append(asFuture(actOn(context, id, work->batch)));
        for (qsizetype i = 0; i < some.size(); ++i) {
            const auto acted = co_await acts.at(i);
            if (acted) {
                ++job->tally->done;
                continue;
            }
            const auto &error = acted.error();
            ++job->tally->failed;
            work->unmatched += error.code == ErrorCode::NotFound ? 1 : 0;
            work->failed.append(QJsonObject{
                {u"id"_s, some.at(i)},
                {u"error"_s, error.message},
                {u"code"_s, QString(errorWord(error.code))}});
        }
        if (job->status != Job::Status::Running)
            co_return; // cancelled meanwhile
        context->jobs.advanced(job);
    }
}

/// The whole job, whoever waits for it.
QCoro::Task<> run(ApiContext *context, JobPtr job, std::shared_ptr<BatchWork> work)
{
    const RunningCall counted(*context);
    try {
        auto acting = actOnAll(context, job, work);
        co_await acting;
    } catch (const std::exception &exception) {
        // Only what the toolkit or the library throws (memory); nobody else would see it.
        qCCritical(lcBatch) << "A batch broke off:" << exception.what();
    }
    context->jobs.end(job);
}

} // namespace

QCoro::Task<Result<Response>> batch(ApiContext *context, ApiCall call)
{
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    Fields fields(*body);
    const auto waiting = Waiting::of(fields);
    auto batch = batchOf(fields, *body);
    if (!batch)
        co_return failure(batch.error());
    const auto work = std::make_shared<BatchWork>();
    work->batch = std::move(*batch);
    work->ids = work->batch.ids;
    if (work->batch.filter) {
        auto found = co_await fitting(context, *work->batch.filter);
        if (!found)
            co_return failure(found.error());
        work->ids = std::move(*found);
    }
    const auto job = std::make_shared<Job>();
    job->kind = u"batch"_s;
    job->tally = JobTally{work->ids.size(), 0, 0};
    job->describe = [work](const Job &finished) {
        return describe(*work, finished);
    };
    context->jobs.begin(job);
    std::ignore = run(context, job, work);
    if (!waiting.wait)
        co_return notFinished(*job);
    const bool isFinished = co_await finishedWithin(job, waiting.atMost);
    if (!isFinished)
        co_return notFinished(*job);
    co_return finalAnswer(*job);
}

} // namespace r2cache::batchapi
