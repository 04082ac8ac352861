// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/proxyinfo.h"

#include "core/api/access.h"
#include "core/api/envelope.h"
#include "core/api/metricstext.h"
#include "core/api/statistics.h"
#include "core/base/calltask.h"
#include "core/manager/healthmonitor.h"
#include "core/protocol/jsontext.h"
#include "core/protocol/prometheustext.h"

#include <QCoroFuture>
#include <QJsonArray>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int listed = 50;

Response plain(const QByteArray &contentType, QByteArray body)
{
    Response response;
    response.headers
        = {{"Content-Type", contentType},
           {"Cache-Control", "no-store"},
           {"X-Content-Type-Options", "nosniff"},
           {"Vary", "Origin"}};
    response.body.emplace_back(std::move(body));
    return response;
}

/// Without the envelope: these routes have the seed's plain form.
Response plainJson(const QJsonObject &object)
{
    return plain("application/json", toJsonText(QJsonValue(object)));
}

QCoro::Task<Result<Response>> health(ApiContext *context, bool)
{
    const auto manager = managerStatistics(*context);
    co_return plainJson(
        {{u"status"_s, context->health->verdict().status},
         {u"uptime"_s, manager[u"uptimeMs"].toDouble() / 1000},
         {u"stats"_s, proxyStatistics(*context)},
         {u"cache"_s, cacheStatistics(*context)}});
}

QCoro::Task<Result<Response>> stats(ApiContext *context, bool)
{
    co_return plainJson(
        {{u"proxy"_s, proxyStatistics(*context)}, {u"cache"_s, cacheStatistics(*context)}});
}

QCoro::Task<Result<Response>> metrics(ApiContext *context, bool)
{
    co_return plain(PrometheusText::contentType(), metricsText(*context));
}

QCoro::Task<Result<Response>> list(ApiContext *context, bool mayShowUrls)
{
    EntryQuery query;
    query.limit = listed;
    query.sortBy = EntrySort::CreatedAt;
    const auto page = co_await context->videos.cache().index().page(query);
    if (!page)
        co_return failure(page.error());
    QJsonArray entries;
    for (const auto &record : page->entries) {
        const auto info = toJson(context->videos.infoOf(record));
        QJsonObject shown;
        for (const auto &name :
             {u"id"_s, u"localUrl"_s, u"fileSizeBytes"_s, u"status"_s, u"createdAt"_s,
              u"lastAccessedAt"_s, u"expiresAt"_s}) {
            shown.insert(name, info[name]);
        }
        if (mayShowUrls)
            shown.insert(u"originalUrl"_s, info[u"originalUrl"]);
        entries.append(shown);
    }
    co_return plainJson({{u"totalEntries"_s, page->total}, {u"entries"_s, entries}});
}

using InfoTask = QCoro::Task<Result<Response>> (*)(ApiContext *, bool);

/// Awaited on the worker; the task itself runs on the service thread.
QFuture<Result<Response>> ask(QObject *owner, ApiContext *context, InfoTask task, bool mayShowUrls)
{
    return callTaskOn(owner, [context, task, mayShowUrls] { return task(context, mayShowUrls); });
}

QCoro::Task<> answer(ApiContext *context, QFuture<Result<Response>> asked, PendingResponse response)
{
    const RunningCall counted(*context);
    auto answered = co_await asked;
    response.send(answered ? std::move(*answered) : errorEnvelope(answered.error()));
}

} // namespace

std::vector<Route>
proxyInfoRoutes(ApiContext *context, QObject *owner, const Credentials *credentials)
{
    const auto route = [&](const char *path, InfoTask task) {
        return Route{
            "GET", QString::fromLatin1(path),
            [context, owner, task, credentials](const Request &request, PendingResponse response) {
                const bool mayShowUrls = credentials->check(request).has_value();
                response.setDeadline(
                    std::chrono::seconds{30},
                    errorEnvelope({ErrorCode::Timeout, u"The service is too busy."_s, {}}));
                std::ignore
                    = answer(context, ask(owner, context, task, mayShowUrls), std::move(response));
            }};
    };
    return {
        route("/health", health), route("/cache/stats", stats), route("/cache/list", list),
        route("/metrics", metrics)};
}

} // namespace r2cache
