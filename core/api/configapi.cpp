// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/configapi.h"

#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/api/processingfields.h"
#include "core/api/waiting.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/leaseinfo.h"
#include "core/url/rawmembers.h"

#include <QCoroFuture>
#include <QJsonArray>

namespace r2cache::configapi {

using namespace Qt::StringLiterals;

namespace {

struct ConfigBody
{
    QByteArray config; ///< Raw text.
    Fields fields;
};

/// The body with its raw `config`; a config that is missing is an error.
Result<ConfigBody> configBody(const QByteArray &body)
{
    auto cut = cutMember(body, u"config");
    if (!cut)
        return failure(cut.error());
    if (!cut->member) {
        return failure(
            ErrorCode::InvalidArgument,
            u"The field config is missing: it holds the JSON whose URLs are to be cached."_s);
    }
    auto rest = Fields::objectOf(cut->rest);
    if (!rest)
        return failure(rest.error());
    return ConfigBody{std::move(*cut->member), Fields(std::move(*rest))};
}

QJsonObject resultOf(const JobUrl &url, const VideoCache &videos)
{
    QJsonObject result{{u"url"_s, url.url}, {u"success"_s, url.entry.has_value()}};
    if (url.entry) {
        result.insert(u"cacheEntry"_s, toJson(videos.infoOf(*url.entry)));
    } else if (url.error) {
        result.insert(u"error"_s, url.error->message);
        result.insert(u"code"_s, QString(errorWord(url.error->code)));
    } else {
        result.insert(u"pending"_s, true);
    }
    return result;
}

QByteArray describePreCache(const Job &job, const VideoCache &videos)
{
    QJsonArray results;
    int successful = 0;
    int failed = 0;
    for (const auto &url : job.urls) {
        results.append(resultOf(url, videos));
        successful += url.entry ? 1 : 0;
        failed += url.error ? 1 : 0;
    }
    return JsonObjectText()
        .add("results", results)
        .add(
            "summary",
            QJsonObject{
                {u"total"_s, results.size()}, {u"successful"_s, successful}, {u"failed"_s, failed}})
        .add("jobId", job.id)
        .take();
}

JobUrl preCacheUrl(const QString &text, Priority priority, const R2UrlRules &rules)
{
    JobUrl url;
    url.url = text;
    url.priority = priority;
    if (auto object = rules.recognise(text)) {
        url.object = std::move(*object);
    } else {
        url.state = JobUrl::State::Failed;
        url.error = Error{ErrorCode::InvalidUrl, rules.issuesOf(text).join(u' '), {}};
    }
    return url;
}

Priority priorityNamed(const QString &word)
{
    if (word == u"high")
        return Priority::High;
    return word == u"low" ? Priority::Low : Priority::Medium;
}

/// @param leftOut  why the options leave it out; empty if they do not.
QJsonObject urlJson(const AnalysedObject &object, const QString &leftOut)
{
    return {
        {u"url"_s, object.object.canonical},
        {u"estimatedSize"_s, QString(sizeWord(object.size))},
        {u"videoQuality"_s, QString(qualityWord(object.quality))},
        {u"priority"_s, QString(priorityWord(object.priority))},
        {u"configPath"_s, object.configPath},
        {u"occurrences"_s, object.occurrences},
        {u"cached"_s, object.facts.cached},
        {u"sizeBytes"_s,
         object.facts.sizeBytes ? QJsonValue(*object.facts.sizeBytes) : QJsonValue()},
        {u"problem"_s, object.problem.isEmpty() ? QJsonValue() : QJsonValue(object.problem)},
        {u"leftOut"_s, leftOut.isEmpty() ? QJsonValue() : QJsonValue(leftOut)}};
}

QJsonObject analysisJson(const AnalysedConfig &analysed)
{
    const auto &analysis = analysed.analysis;
    QJsonObject byPriority;
    for (const auto &[level, count] : analysis.byPriority.asKeyValueRange())
        byPriority.insert(QString(priorityWord(level)), count);
    QJsonObject bySize;
    for (const auto &[size, count] : analysis.bySize.asKeyValueRange())
        bySize.insert(QString(sizeWord(size)), count);
    QJsonObject byQuality;
    for (const auto &[quality, count] : analysis.byQuality.asKeyValueRange())
        byQuality.insert(QString(qualityWord(quality)), count);
    return {
        {u"totalUrls"_s, static_cast<qint64>(analysis.objects.size())},
        {u"byPriority"_s, byPriority},
        {u"bySize"_s, bySize},
        {u"byQuality"_s, byQuality},
        {u"potentialProblematic"_s, analysis.potentialProblematic},
        {u"estimatedTotalSize"_s, analysis.estimatedTotalBytes},
        {u"cached"_s, analysis.cached},
        {u"missing"_s, analysis.missing},
        {u"unknownHosts"_s, countsToJson(analysed.scan.strangers())}};
}

} // namespace

QCoro::Task<Result<Response>> processConfig(ApiContext *context, ApiCall call)
{
    auto body = configBody(call.request.body);
    if (!body)
        co_return failure(body.error());
    auto &fields = body->fields;
    ConfigRequest request;
    request.config = std::move(body->config);
    request.options = processingOptionsOf(fields);
    request.enabled = context->cacheEnabled;
    request.leaseDuration = std::chrono::milliseconds{
        fields.integer(u"leaseMs"_s, usualLeaseMs, shortestLeaseMs, longestLeaseMs)};
    request.tags = fields.tags(u"tags"_s);
    const auto waiting = Waiting::of(fields);
    request.optimistic = !waiting.wait;
    if (fields.error())
        co_return failure(*fields.error());

    auto started = co_await startConfig(
        std::move(request), context->videos, context->jobs, context->pool, context->revalidator);
    if (!started)
        co_return failure(started.error());
    const auto job = started->job;

    // Nobody would ever end a lease whose id its creator did not live to read.
    if (!job->leaseId.isEmpty()) {
        auto endLease = [context, leaseId = job->leaseId] {
            context->videos.cache().leases().end(leaseId);
        };
        if (call.response->clientLeft())
            endLease();
        else
            call.response->whenClientLeaves(std::move(endLease));
    }
    if (!waiting.wait)
        co_return successResponse(QByteArrayView(started->optimistic));
    const bool finished = co_await finishedWithin(job, waiting.atMost);
    if (!finished)
        co_return notFinished(*job);
    co_return finalAnswer(*job);
}

QCoro::Task<Result<Response>> preCache(ApiContext *context, ApiCall call)
{
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    Fields fields(*body);
    const auto urls = fields.requiredTexts(u"urls"_s);
    const auto priority = priorityNamed(
        fields.word(u"priority"_s, u"medium"_s, {u"high"_s, u"medium"_s, u"low"_s}));
    auto job = std::make_shared<Job>();
    job->kind = u"pre-cache"_s;
    job->wishes.tags = fields.tags(u"tags"_s);
    job->wishes.ttlMs = fields.integer(u"customTtlMs"_s, 0, 0, 10LL * 365 * 24 * 3600 * 1000);
    const auto waiting = Waiting::of(fields);
    if (fields.error())
        co_return failure(*fields.error());
    if (const auto enabled = context->checkEnabled(); !enabled)
        co_return failure(enabled.error());

    auto *videos = &context->videos;
    std::vector<R2Url> objects;
    for (const auto &text : urls) {
        job->urls.push_back(preCacheUrl(text, priority, videos->rules()));
        if (!job->urls.back().error)
            objects.push_back(job->urls.back().object);
    }
    const auto remembered = co_await videos->remember(objects);
    if (!remembered)
        co_return failure(remembered.error());
    job->describe = [videos](const Job &finished) {
        return describePreCache(finished, *videos);
    };
    context->jobs.start(job);
    if (!waiting.wait)
        co_return successResponse(QByteArrayView(describePreCache(*job, *videos)));
    const bool finished = co_await finishedWithin(job, waiting.atMost);
    if (!finished)
        co_return notFinished(*job);
    co_return finalAnswer(*job);
}

QCoro::Task<Result<Response>> analyzeConfig(ApiContext *context, ApiCall call)
{
    auto body = configBody(call.request.body);
    if (!body)
        co_return failure(body.error());
    const auto options = processingOptionsOf(body->fields);
    const bool wantsProbe = body->fields.flag(u"probe"_s, false);
    if (body->fields.error())
        co_return failure(*body->fields.error());
    const ProbeObject probe = wantsProbe ? context->probe : ProbeObject();
    const auto analysed = co_await analyseConfig(
        std::move(body->config), options, context->videos, context->pool, probe);
    if (!analysed)
        co_return failure(analysed.error());
    QHash<QString, QString> leftOut;
    for (const auto selection = selectObjects(analysed->analysis, options);
         const auto &object : selection.leftOut)
        leftOut.insert(object.object.id, object.reason);
    QJsonArray urls;
    for (const auto &object : analysed->analysis.objects)
        urls.append(urlJson(object, leftOut.value(object.object.id)));
    co_return successResponse(
        QJsonObject{{u"analysis"_s, analysisJson(*analysed)}, {u"urls"_s, urls}});
}

QCoro::Task<Result<Response>> validateUrl(ApiContext *context, ApiCall call)
{
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    Fields fields(*body);
    const auto url = fields.requiredText(u"url"_s);
    const bool wantsProbe = fields.flag(u"probe"_s, false);
    if (fields.error())
        co_return failure(*fields.error());
    const auto &rules = context->videos.rules();
    const auto diagnosis = rules.diagnose(url);
    auto issues = diagnosis.issues;
    QJsonObject verdict{
        {u"isValid"_s, issues.isEmpty()},
        {u"suggestions"_s, QJsonArray::fromStringList(diagnosis.suggestions)}};
    const auto object = rules.recognise(url);
    if (wantsProbe && object) {
        const auto probed = co_await context->probe(*object, QByteArray());
        verdict.insert(u"reachable"_s, probed.has_value());
        verdict.insert(
            u"sizeBytes"_s,
            probed && probed->length >= 0 ? QJsonValue(probed->length) : QJsonValue());
        verdict.insert(
            u"contentType"_s,
            probed ? QJsonValue(QString::fromLatin1(probed->contentType)) : QJsonValue());
        verdict.insert(
            u"isVideo"_s, probed ? QJsonValue(!probed->notAVideo.has_value()) : QJsonValue());
        if (!probed)
            issues.append(probed.error().message);
        else if (probed->notAVideo)
            issues.append(probed->notAVideo->message);
    }
    verdict.insert(u"issues"_s, QJsonArray::fromStringList(issues));
    co_return successResponse(verdict);
}

} // namespace r2cache::configapi
