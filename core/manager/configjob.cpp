// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/configjob.h"

#include "core/protocol/jsontext.h"
#include "core/url/configrewrite.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QSet>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Larger texts are scanned on the pool, so that other requests need not wait.
constexpr qsizetype poolThreshold = 256LL * 1024;

using Entries = QHash<QString, EntryRecord>;

/// All that the answer is made of; shared by the job until it is finished.
struct ConfigWork
{
    ConfigScan scan;
    ObjectSelection selection;
    QHash<QString, QString> chosenUrls; ///< id → local URL before its version is known
    QString leaseId;
    std::chrono::milliseconds startedAt{0};
};

QFuture<Result<ConfigScan>> scanOn(QThreadPool *pool, QByteArray config, R2UrlRules rules)
{
    const bool isLarge = config.size() > poolThreshold;
    auto work = [config = std::move(config), rules = std::move(rules)] {
        return ConfigScan::of(config, rules);
    };
    if (isLarge)
        return runOn(pool, std::move(work));
    QPromise<Result<ConfigScan>> promise;
    promise.start();
    promise.addResult(work());
    promise.finish();
    return promise.future();
}

/// The objects that local URLs of @p scan stand for.
QCoro::Task<Result<QHash<QString, R2Url>>> localObjects(const ConfigScan *scan, VideoCache *videos)
{
    QHash<QString, R2Url> known;
    for (const auto &url : scan->urls()) {
        if (!url.object.isLocal || known.contains(url.object.id))
            continue;
        const auto object = co_await videos->objectOf(url.object.id);
        if (!object && object.error().code != ErrorCode::InvalidUrl)
            co_return failure(object.error());
        if (object && *object)
            known.insert(url.object.id, **object);
    }
    co_return known;
}

/// A scan in which every URL is one of an origin.
QCoro::Task<Result<ConfigScan>> scanConfig(QByteArray config, VideoCache *videos, QThreadPool *pool)
{
    auto scan = co_await scanOn(pool, config, videos->rules());
    if (!scan)
        co_return failure(scan.error());
    const auto known = co_await localObjects(&*scan, videos);
    if (!known)
        co_return failure(known.error());
    scan->settleLocals(*known);
    co_return std::move(*scan);
}

QSet<QString> distinctIds(const ConfigScan &scan)
{
    QSet<QString> ids;
    for (const auto &url : scan.urls())
        ids.insert(url.object.id);
    return ids;
}

FactsById factsOf(const ConfigScan &scan, const Entries &entries, const FillQueue &queue)
{
    FactsById facts;
    for (const auto &url : scan.urls()) {
        auto &fact = facts[url.object.id];
        fact.recentFailures = queue.recentFailures(url.object.id);
        if (const auto entry = entries.constFind(url.object.id); entry != entries.constEnd()) {
            fact.cached = true;
            fact.sizeBytes = entry->sizeBytes;
            fact.accessCount = entry->accessCount;
        }
    }
    return facts;
}

/// What is expired is asked about for so long; then the copy is good enough.
constexpr std::chrono::milliseconds revalidationLimit{5'000};

/// Origins are asked about this many objects at a time.
constexpr size_t probesAtOnce = 8;

/// @p facts with the sizes that origins tell of what is not here, and why they do not give it; a
/// size that they do not tell stays estimated.
QCoro::Task<FactsById> withTrueSizes(FactsById facts, const ConfigScan *scan, ProbeObject probe)
{
    std::vector<R2Url> unknown;
    QSet<QString> seen;
    for (const auto &url : scan->urls()) {
        const auto &id = url.object.id;
        if (!facts.value(id).sizeBytes && !seen.contains(id))
            unknown.push_back(url.object);
        seen.insert(id);
    }
    for (size_t begin = 0; begin < unknown.size(); begin += probesAtOnce) {
        const size_t end = std::min(begin + probesAtOnce, unknown.size());
        std::vector<QFuture<Result<ProbedObject>>> asked;
        for (size_t i = begin; i < end; ++i)
            asked.push_back(probe(unknown[i], {}));
        for (size_t i = begin; i < end; ++i) {
            const auto answer = co_await asked[i - begin];
            auto &fact = facts[unknown[i].id];
            if (answer && answer->length >= 0)
                fact.sizeBytes = answer->length;
            if (!answer || answer->notAVideo)
                fact.fault = answer ? answer->notAVideo->message : answer.error().message;
        }
    }
    co_return facts;
}

Priority priorityOf(PriorityLevel level)
{
    switch (level) {
    case PriorityLevel::Low:
        return Priority::Low;
    case PriorityLevel::High:
        return Priority::High;
    case PriorityLevel::Medium:
        break;
    }
    return Priority::Medium;
}

/// The `data` of the answer, @p replacements being what is rewritten (id → local URL) and
/// @p errors why others are not.
QByteArray describe(
    const ConfigWork &work, const QHash<QString, QString> &replacements,
    const QHash<QString, Error> &errors, const QString &jobId, std::chrono::milliseconds now)
{
    QJsonArray urls;
    QJsonObject mappings;
    QJsonArray failed;
    QHash<QString, QString> leftOut;
    for (const auto &object : work.selection.leftOut)
        leftOut.insert(object.object.id, object.reason);
    QJsonArray skipped;
    for (const auto &url : work.scan.urls()) {
        const QString text = work.scan.textOf(url);
        const auto &id = url.object.id;
        urls.append(text);
        if (const auto local = replacements.constFind(id); local != replacements.constEnd()) {
            const QString mapped = *local + url.object.fragment;
            mappings.insert(text, mapped);
        } else if (const auto error = errors.constFind(id); error != errors.constEnd()) {
            failed.append(QJsonObject{
                {u"url"_s, text},
                {u"error"_s, error->message},
                {u"code"_s, QString(errorWord(error->code))}});
        } else if (const auto reason = leftOut.constFind(id); reason != leftOut.constEnd()) {
            skipped.append(QJsonObject{{u"url"_s, text}, {u"reason"_s, *reason}});
        }
    }
    JsonObjectText text;
    text.add("hasR2Urls", !work.scan.urls().empty())
        .add("r2Urls", urls)
        .addRaw("updatedConfig", rewrittenConfig(work.scan, replacements))
        .add("urlMappings", mappings)
        .add("failed", failed)
        .add("skipped", skipped)
        .add("processingTimeMs", static_cast<qint64>((now - work.startedAt).count()))
        .add("leaseId", work.leaseId.isEmpty() ? QJsonValue() : QJsonValue(work.leaseId))
        .add("jobId", jobId.isEmpty() ? QJsonValue() : QJsonValue(jobId));
    return text.take();
}

QByteArray describeJob(const ConfigWork &work, const Job &job, const VideoCache &videos)
{
    QHash<QString, QString> replacements;
    QHash<QString, Error> errors;
    for (const auto &url : job.urls) {
        if (url.entry)
            replacements.insert(url.object.id, videos.localUrl(url.entry->fileName()));
        else if (url.error)
            errors.insert(url.object.id, *url.error);
    }
    return describe(work, replacements, errors, job.id, videos.clock().monotonic());
}

std::vector<R2Url> objectsOf(const ObjectSelection &selection)
{
    std::vector<R2Url> objects;
    objects.reserve(selection.chosen.size());
    for (const auto &chosen : selection.chosen)
        objects.push_back(chosen.object);
    return objects;
}

/// What is here is done, unless the job has yet to put its wishes on it.
JobUrl jobUrlOf(const AnalysedObject &chosen, const Entries &entries, const EntryWishes &wishes)
{
    JobUrl url;
    url.url = chosen.object.canonical;
    url.object = chosen.object;
    url.priority = priorityOf(chosen.priority);
    if (const auto entry = entries.constFind(chosen.object.id);
        entry != entries.constEnd() && wishes.areMetBy(*entry)) {
        url.state = JobUrl::State::Done;
        url.entry = *entry;
    }
    return url;
}

} // namespace

QCoro::Task<Result<AnalysedConfig>> analyseConfig(
    QByteArray config, ProcessingOptions options, VideoCache &videos, QThreadPool &pool,
    ProbeObject probe)
{
    auto scan = co_await scanConfig(config, &videos, &pool);
    if (!scan)
        co_return failure(scan.error());
    const auto entries = co_await videos.cache().index().newestEntries(distinctIds(*scan).values());
    if (!entries)
        co_return failure(entries.error());
    auto facts = factsOf(*scan, *entries, videos.queue());
    if (probe)
        facts = co_await withTrueSizes(std::move(facts), &*scan, probe);
    auto analysis = analyse(*scan, options, facts);
    AnalysedConfig analysed{std::move(*scan), std::move(analysis)};
    co_return analysed;
}

QCoro::Task<Result<StartedConfig>> startConfig(
    ConfigRequest request, VideoCache &videos, Jobs &jobs, QThreadPool &pool,
    Revalidator *revalidator)
{
    const auto startedAt = videos.clock().monotonic();
    auto scanned = co_await scanConfig(request.config, &videos, &pool);
    if (!scanned)
        co_return failure(scanned.error());
    auto work
        = std::make_shared<ConfigWork>(ConfigWork{std::move(*scanned), {}, {}, {}, startedAt});

    Entries entries;
    auto &leases = videos.cache().leases();
    std::shared_ptr<void> hold;
    if (request.enabled) {
        // Held before the index is asked and until the lease proper is open: what is found here
        // must not be evicted in between.
        const auto ids = distinctIds(work->scan);
        hold = leases.hold(ids);
        auto found = co_await videos.cache().index().newestEntries(ids.values());
        if (!found)
            co_return failure(found.error());
        if (revalidator != nullptr
            && co_await revalidator->revalidate(found->values(), revalidationLimit)) {
            found = co_await videos.cache().index().newestEntries(ids.values());
            if (!found)
                co_return failure(found.error());
        }
        entries = std::move(*found);
        work->selection = selectObjects(
            analyse(work->scan, request.options, factsOf(work->scan, entries, videos.queue())),
            request.options);
        const auto remembered = co_await videos.remember(objectsOf(work->selection));
        if (!remembered)
            co_return failure(remembered.error());
    }

    auto job = std::make_shared<Job>();
    job->kind = u"process-config"_s;
    job->wishes.tags = request.tags;
    QSet<QString> ids;
    QHash<QString, QString> optimistic;
    for (const auto &chosen : work->selection.chosen) {
        ids.insert(chosen.object.id);
        const auto here = entries.constFind(chosen.object.id);
        optimistic.insert(
            chosen.object.id,
            videos.localUrl(
                here != entries.constEnd() ? here->fileName() : chosen.object.fileName()));
        job->urls.push_back(jobUrlOf(chosen, entries, job->wishes));
    }
    if (!ids.isEmpty())
        work->leaseId = leases.open(ids, request.leaseDuration).id;
    job->leaseId = work->leaseId;
    job->describe = [work, &videos](const Job &finished) {
        return describeJob(*work, finished, videos);
    };

    StartedConfig started;
    started.job = jobs.start(std::move(job));
    if (request.optimistic) {
        started.optimistic
            = describe(*work, optimistic, {}, started.job->id, videos.clock().monotonic());
    }
    co_return started;
}

} // namespace r2cache
