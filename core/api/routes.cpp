// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/routes.h"

#include "core/api/access.h"
#include "core/api/batchapi.h"
#include "core/api/configapi.h"
#include "core/api/downloadsapi.h"
#include "core/api/entriesapi.h"
#include "core/api/envelope.h"
#include "core/api/eventsapi.h"
#include "core/api/historyapi.h"
#include "core/api/jobsapi.h"
#include "core/api/logsapi.h"
#include "core/api/maintenanceapi.h"
#include "core/api/openapi.h"
#include "core/api/pinapi.h"
#include "core/api/policyapi.h"
#include "core/api/proxytest.h"
#include "core/api/rendersapi.h"
#include "core/api/settingsapi.h"
#include "core/api/statusapi.h"
#include "core/api/thumbnailapi.h"
#include "core/api/tokenapi.h"
#include "core/api/verifyapi.h"

#include <QLoggingCategory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcApi, "cache.api", QtInfoMsg)

constexpr ApiRoute table[] = {
    {"GET", "/api/openapi.json", openapi::document},
    {"GET", "/api/cache/status", statusapi::status},
    {"GET", "/api/cache/stats", statusapi::stats},
    {"GET", "/api/cache/health", statusapi::health},
    {"GET", "/api/cache/entries", entriesapi::list},
    {"GET", "/api/cache/entry/<arg>", entriesapi::entry},
    {"DELETE", "/api/cache/entry/<arg>", entriesapi::removeEntry},
    {"POST", "/api/cache/entry/<arg>/pin", pinapi::pin},
    {"DELETE", "/api/cache/entry/<arg>/pin", pinapi::unpin},
    {"POST", "/api/cache/entry/<arg>/policy", policyapi::setPolicy},
    {"GET", "/api/cache/entry/<arg>/thumbnail", thumbnailapi::thumbnail},
    {"POST", "/api/cache/entries/batch", batchapi::batch},
    {"POST", "/api/cache/verify", verifyapi::verify},
    {"GET", "/api/cache/verify", verifyapi::progress},
    {"POST", "/api/cache/clear", entriesapi::clear},
    {"POST", "/api/cache/optimize", maintenanceapi::optimize},
    {"POST", "/api/cache/analyze-config", configapi::analyzeConfig},
    {"POST", "/api/cache/validate-url", configapi::validateUrl},
    {"POST", "/api/cache/pre-cache", configapi::preCache},
    {"POST", "/api/cache/process-config", configapi::processConfig},
    {"GET", "/api/cache/jobs", jobsapi::jobs},
    {"GET", "/api/cache/jobs/<arg>", jobsapi::job},
    {"DELETE", "/api/cache/jobs/<arg>", jobsapi::cancelJob},
    {"GET", "/api/cache/leases", jobsapi::leases},
    {"DELETE", "/api/cache/lease/<arg>", jobsapi::endLease},
    {"POST", "/api/cache/lease/<arg>/renew", jobsapi::renewLease},
    {"GET", "/api/cache/downloads", downloadsapi::list},
    {"POST", "/api/cache/downloads/<arg>/<arg>", downloadsapi::act},
    {"GET", "/api/cache/events", eventsapi::events},
    {"GET", "/api/cache/renders", rendersapi::list},
    {"POST", "/api/cache/renders", rendersapi::add},
    {"GET", "/api/cache/renders/<arg>", rendersapi::render},
    {"GET", "/api/cache/history", historyapi::history},
    {"GET", "/api/cache/logs", logsapi::logs},
    {"GET", "/api/cache/settings", settingsapi::settings},
    {"PATCH", "/api/cache/settings", settingsapi::change},
    {"POST", "/api/cache/token/rotate", tokenapi::rotate},
    {"GET", "/api/cache/proxy/test/<arg>", proxytest::read},
};

/// Awaits the handler's task and answers; exceptions of a dropped task would vanish otherwise.
QCoro::Task<>
answer(ApiContext *context, size_t route, QCoro::Task<Result<Response>> task, ApiCall call)
{
    const RunningCall counted(*context);
    Result<Response> result
        = failure(ErrorCode::Internal, u"This is a defect of r2cache; its log says more."_s);
    try {
        result = co_await task;
    } catch (const std::exception &exception) {
        qCCritical(lcApi) << call.request.method << call.request.path << exception.what();
    }
    auto response = result ? std::move(*result) : errorEnvelope(result.error());
    addApiCors(response, call.request, context->hostRules);
    context->counts.add(route, response.status);
    call.response->send(std::move(response));
}

static_assert(std::size(table) <= ApiCounts::routes);

Handler wrap(ApiContext *context, size_t route)
{
    return
        [context, route, handler = table[route].handler](Request request, PendingResponse pending) {
            const ApiCall call{
                std::move(request), std::make_shared<PendingResponse>(std::move(pending))};
            std::ignore = answer(context, route, handler(context, call), call);
        };
}

} // namespace

std::span<const ApiRoute> apiRoutes()
{
    return table;
}

HttpServer::Parts apiServerParts(ApiContext *context, HeadPolicy policy)
{
    HttpServer::Parts parts;
    for (size_t i = 0; i < std::size(table); ++i) {
        const auto &route = table[i];
        parts.routes.push_back({route.method, QString::fromLatin1(route.path), wrap(context, i)});
    }
    parts.policy = std::move(policy);
    parts.notFound = [context](const Request &request, PendingResponse response) {
        if (request.method == "OPTIONS") {
            response.send(apiOptionsResponse(request, context->hostRules));
            return;
        }
        auto answer = errorEnvelope(
            {ErrorCode::NotFound,
             u"There is nothing at %1; the API begins with /api/cache."_s.arg(
                 QString::fromLatin1(request.path.left(200))),
             {}});
        addApiCors(answer, request, context->hostRules);
        response.send(std::move(answer));
    };
    parts.errorBody = [](int status, const QString &sentence) {
        return errorEnvelope(status, sentence);
    };
    return parts;
}

} // namespace r2cache
