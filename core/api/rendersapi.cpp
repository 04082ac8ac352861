// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/rendersapi.h"

#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/api/renderreport.h"
#include "core/base/digest.h"
#include "core/protocol/times.h"

#include <QCoroFuture>
#include <QJsonArray>
#include <QJsonDocument>

namespace r2cache::rendersapi {

using namespace Qt::StringLiterals;

namespace {

constexpr int keptReports = 1'000;
constexpr int maxPage = 100;
constexpr qsizetype maxBodyBytes = 262'144;
constexpr int idBytes = 16;

QJsonObject reportOf(const RenderRow &row)
{
    auto report = QJsonDocument::fromJson(row.report).object();
    report.insert(u"id"_s, row.id);
    report.insert(u"createdAt"_s, timeToJson(row.createdAt));
    return report;
}

} // namespace

QCoro::Task<Result<Response>> list(ApiContext *context, ApiCall call)
{
    auto fields = Fields::ofQuery(call.request.query, {u"limit"_s, u"skip"_s});
    const auto limit = static_cast<int>(fields.integer(u"limit"_s, 50, 1, maxPage));
    const auto skip = fields.integer(u"skip"_s, 0, 0, std::numeric_limits<qint64>::max() / 2);
    if (fields.error())
        co_return failure(*fields.error());
    const auto page = co_await context->videos.cache().index().renders(limit, skip);
    if (!page)
        co_return failure(page.error());
    QJsonArray renders;
    for (const auto &row : page->renders)
        renders.append(summaryOf(reportOf(row)));
    const QJsonObject pagination{
        {u"total"_s, page->total},
        {u"limit"_s, limit},
        {u"skip"_s, skip},
        {u"hasMore"_s, skip + renders.size() < page->total}};
    co_return successResponse(QJsonObject{{u"renders"_s, renders}, {u"pagination"_s, pagination}});
}

QCoro::Task<Result<Response>> add(ApiContext *context, ApiCall call)
{
    if (call.request.body.size() > maxBodyBytes) {
        co_return failure(
            ErrorCode::PayloadTooLarge, u"A report has at most %1 bytes."_s.arg(maxBodyBytes));
    }
    const auto body = Fields::objectOf(call.request.body);
    if (!body)
        co_return failure(body.error());
    const auto report = readRenderReport(*body, context->videos.rules());
    if (!report)
        co_return failure(report.error());
    RenderRow row;
    row.id = QString::fromLatin1(randomHex(idBytes));
    row.createdAt = context->videos.clock().nowUtc();
    row.report = QJsonDocument(*report).toJson(QJsonDocument::Compact);
    const auto kept = co_await context->videos.cache().index().putRender(row, keptReports);
    if (!kept)
        co_return failure(kept.error());
    co_return successResponse(QJsonObject{{u"render"_s, reportOf(row)}}, 201);
}

QCoro::Task<Result<Response>> render(ApiContext *context, ApiCall call)
{
    const auto id = call.request.arguments.value(0).left(100);
    const auto row = co_await context->videos.cache().index().render(id);
    if (!row)
        co_return failure(row.error());
    if (!*row)
        co_return failure(ErrorCode::NotFound, u"There is no report %1."_s.arg(id));
    co_return successResponse(QJsonObject{{u"render"_s, reportOf(**row)}});
}

} // namespace r2cache::rendersapi
