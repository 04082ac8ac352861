// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/entriesapi.h"

#include "core/api/entryid.h"
#include "core/api/entrylist.h"
#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/api/pagecursor.h"
#include "core/api/removaltext.h"

#include <QCoroFuture>
#include <QJsonArray>

namespace r2cache::entriesapi {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxPage = 1000;
/// Of what failed, newest first, no more is looked at.
constexpr int maxFailed = 1000;

struct EntryFilter
{
    EntryQuery query;
    QString status;
    QString sortBy;
    QString sortOrder;

    /// Whether the list is in memory, and its cursors are places in it.
    [[nodiscard]] bool isOfObjects() const
    {
        return status == u"downloading" || status == u"error";
    }
    /// What a cursor is bound to.
    [[nodiscard]] QString order() const
    {
        const QString sorted = sortBy + u' ' + sortOrder;
        return isOfObjects() ? QString(status + u' ' + sorted) : sorted;
    }
};

Result<EntryFilter> filterOf(const QByteArray &query, const DiskCache &cache, const QDateTime &now)
{
    auto fields = Fields::ofQuery(query, {u"limit"_s, u"skip"_s});
    EntryFilter filter;
    filter.query.limit = static_cast<int>(fields.integer(u"limit"_s, 50, 1, maxPage));
    filter.query.skip = fields.integer(u"skip"_s, 0, 0, std::numeric_limits<qint64>::max() / 2);
    filter.sortBy = fields.word(
        u"sortBy"_s, u"lastAccessedAt"_s,
        {u"lastAccessedAt"_s, u"createdAt"_s, u"fileSizeBytes"_s, u"accessCount"_s});
    filter.sortOrder = fields.word(u"sortOrder"_s, u"desc"_s, {u"asc"_s, u"desc"_s});
    filter.status = fields.word(
        u"status"_s, u""_s, {u""_s, u"ready"_s, u"expired"_s, u"downloading"_s, u"error"_s});
    filter.query.text = fields.text(u"q"_s);
    filter.query.tags = fields.text(u"tags"_s).split(u',', Qt::SkipEmptyParts);
    if (const auto after = fields.text(u"after"_s); !after.isEmpty()) {
        filter.query.after = fromCursor(filter.order(), after);
        if (!filter.query.after) {
            fields.fail(
                u"after"_s, u"must be pagination.next of a page of the same list and order"_s);
        }
    }
    if (fields.error())
        return failure(*fields.error());

    if (filter.sortBy == u"createdAt")
        filter.query.sortBy = EntrySort::CreatedAt;
    else if (filter.sortBy == u"fileSizeBytes")
        filter.query.sortBy = EntrySort::SizeBytes;
    else if (filter.sortBy == u"accessCount")
        filter.query.sortBy = EntrySort::AccessCount;
    filter.query.descending = filter.sortOrder == u"desc";
    filter.query.now = now;
    filter.query.defaultTtlMs = cache.options().defaultTtl.count();
    if (filter.status == u"ready" || filter.status == u"expired")
        filter.query.expired = filter.status == u"expired";
    return filter;
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

Response pageResponse(const EntryFilter &filter, const QJsonArray &entries, const EntryPage &page)
{
    const auto &query = filter.query;
    return successResponse(QJsonObject{
        {u"entries"_s, entries},
        {u"pagination"_s,
         QJsonObject{
             {u"total"_s, page.total},
             {u"totalIsExact"_s, page.totalIsExact},
             {u"limit"_s, query.limit},
             {u"skip"_s, query.skip},
             {u"hasMore"_s, page.next.has_value()},
             {u"next"_s,
              page.next ? QJsonValue(toCursor(filter.order(), *page.next)) : QJsonValue()}}},
        {u"filters"_s,
         QJsonObject{
             {u"status"_s, orNull(filter.status)},
             {u"q"_s, orNull(query.text)},
             {u"tags"_s, QJsonArray::fromStringList(query.tags)},
             {u"sortBy"_s, filter.sortBy},
             {u"sortOrder"_s, filter.sortOrder}}}});
}

/// One page of a list that is in memory: all there is, unless it @p isCut.
Response pageOf(const EntryFilter &filter, const QList<EntryInfo> &listed, bool isCut = false)
{
    const auto all = listOf(listed, filter.query);
    const qint64 begin = (filter.query.after ? filter.query.after->value : 0) + filter.query.skip;
    QJsonArray entries;
    for (const auto &info : all.mid(begin, filter.query.limit))
        entries.append(toJson(info));
    EntryPage page;
    page.total = all.size();
    page.totalIsExact = !isCut;
    if (const qint64 end = begin + entries.size(); end < all.size() && !entries.isEmpty())
        page.next = EntryPosition{end, 0};
    return pageResponse(filter, entries, page);
}

QJsonObject
resultJson(const RemovalReport &report, const QString &strategy, std::chrono::milliseconds duration)
{
    return {
        {u"removedEntries"_s, report.removedEntries},
        {u"bytesFreed"_s, report.bytesFreed},
        {u"cleanupDurationMs"_s, static_cast<qint64>(duration.count())},
        {u"strategy"_s, strategy},
        {u"errors"_s, QJsonArray::fromStringList(report.errors)}};
}

QJsonObject clearedJson(
    const RemovalReport &report, const QString &strategy, std::chrono::milliseconds duration)
{
    auto json = resultJson(report, strategy, duration);
    json.insert(
        u"kept"_s,
        QJsonObject{
            {u"pinned"_s, report.kept.pinned},
            {u"leased"_s, report.kept.leased},
            {u"inUse"_s, report.kept.inUse}});
    return json;
}

QString clearedSentence(const RemovalReport &report)
{
    const auto kept = report.kept.sum();
    if (report.removedEntries == 0 && kept == 0)
        return u"Nothing had to be removed."_s;
    QString sentence = report.removedEntries == 0
        ? u"Nothing was removed."_s
        : u"%1, %2."_s.arg(entriesRemoved(report.removedEntries), exactBytes(report.bytesFreed));
    if (kept > 0) {
        sentence += u" %1 %2: %3 pinned, %4 held by renders, %5 in use."_s.arg(kept)
                        .arg(kept == 1 ? u"stays"_s : u"stay"_s)
                        .arg(report.kept.pinned)
                        .arg(report.kept.leased)
                        .arg(report.kept.inUse);
    }
    return sentence;
}

Result<ClearRequest> clearRequestOf(Fields &fields, QString &strategy)
{
    using Strategy = ClearRequest::Strategy;
    const QHash<QString, Strategy> strategies{
        {u"lru"_s, Strategy::LeastRecentlyUsed},
        {u"size_limit"_s, Strategy::SizeLimit},
        {u"ttl_expired"_s, Strategy::TtlExpired},
        {u"manual"_s, Strategy::Manual},
        {u"all"_s, Strategy::All}};
    strategy = fields.word(
        u"strategy"_s, u"lru"_s,
        {u"lru"_s, u"size_limit"_s, u"ttl_expired"_s, u"manual"_s, u"all"_s});
    ClearRequest request;
    request.strategy = strategies.value(strategy);
    request.pattern = fields.text(u"pattern"_s);
    request.tags = fields.tags(u"tags"_s);
    request.targetBytes
        = fields.optionalInteger(u"targetBytes"_s, 0, std::numeric_limits<qint64>::max());
    if (strategy == u"manual" && request.pattern.isEmpty() && request.tags.isEmpty())
        fields.fail(u"pattern"_s, u"or tags must say which entries to remove by hand"_s);
    if (fields.error())
        return failure(*fields.error());
    return request;
}

} // namespace

QCoro::Task<Result<Response>> list(ApiContext *context, ApiCall call)
{
    auto &videos = context->videos;
    const auto filter = filterOf(call.request.query, videos.cache(), videos.clock().nowUtc());
    if (!filter)
        co_return failure(filter.error());
    if (filter->status == u"downloading") {
        QList<EntryInfo> running;
        for (const auto snapshots = videos.queue().snapshots(); const auto &fill : snapshots)
            running.append(videos.infoOf(fill));
        co_return pageOf(*filter, running);
    }
    if (filter->status == u"error") {
        const auto failed = co_await videos.cache().index().failedObjects(maxFailed + 1);
        if (!failed)
            co_return failure(failed.error());
        QList<EntryInfo> infos;
        for (const auto &object : failed->first(std::min<qsizetype>(failed->size(), maxFailed)))
            infos.append(videos.infoOf(object));
        co_return pageOf(*filter, infos, failed->size() > maxFailed);
    }
    const auto page = co_await videos.cache().index().page(filter->query);
    if (!page)
        co_return failure(page.error());
    QJsonArray entries;
    for (const auto &record : page->entries)
        entries.append(toJson(videos.infoOf(record)));
    co_return pageResponse(*filter, entries, *page);
}

QCoro::Task<Result<Response>> entry(ApiContext *context, ApiCall call)
{
    const auto id = entryIdOf(call.request.arguments.value(0));
    if (!id)
        co_return failure(id.error());
    auto &videos = context->videos;
    const auto record = co_await videos.cache().index().newestEntry(*id);
    if (!record)
        co_return failure(record.error());
    if (*record)
        co_return successResponse(QJsonObject{{u"entry"_s, toJson(videos.infoOf(**record))}});
    for (const auto snapshots = videos.queue().snapshots(); const auto &fill : snapshots) {
        if (fill.id == *id)
            co_return successResponse(QJsonObject{{u"entry"_s, toJson(videos.infoOf(fill))}});
    }
    const auto object = co_await videos.cache().index().object(*id);
    if (!object)
        co_return failure(object.error());
    if (*object && !(*object)->lastErrorCode.isEmpty())
        co_return successResponse(QJsonObject{{u"entry"_s, toJson(videos.infoOf(**object))}});
    co_return failure(ErrorCode::NotFound, u"There is no entry %1."_s.arg(*id));
}

QCoro::Task<Result<Response>> removeEntry(ApiContext *context, ApiCall call)
{
    const auto id = entryIdOf(call.request.arguments.value(0));
    if (!id)
        co_return failure(id.error());
    auto fields = Fields::ofQuery(call.request.query);
    const bool force = fields.word(u"force"_s, u"false"_s, {u"true"_s, u"false"_s}) == u"true";
    if (fields.error())
        co_return failure(*fields.error());
    const auto removed = co_await context->videos.cache().remove(*id, force);
    if (!removed)
        co_return failure(removed.error());
    if (!removed->errors.isEmpty())
        co_return failure(ErrorCode::Io, removed->errors.join(u' '));
    co_return successResponse(QJsonObject{
        {u"message"_s,
         u"The entry %1 was removed, %2."_s.arg(*id, exactBytes(removed->bytesFreed))},
        {u"bytesFreed"_s, removed->bytesFreed}});
}

QCoro::Task<Result<Response>> clear(ApiContext *context, ApiCall call)
{
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    Fields fields(*body);
    QString strategy;
    auto request = clearRequestOf(fields, strategy);
    if (!request)
        co_return failure(request.error());
    const auto &clock = context->videos.clock();
    const auto begun = clock.monotonic();
    const auto report = co_await context->videos.cache().clear(std::move(*request));
    if (!report)
        co_return failure(report.error());
    co_return successResponse(QJsonObject{
        {u"result"_s, clearedJson(*report, strategy, clock.monotonic() - begun)},
        {u"message"_s, clearedSentence(*report)}});
}

} // namespace r2cache::entriesapi
