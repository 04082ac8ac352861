// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/logsapi.h"

#include "core/api/envelope.h"
#include "core/api/fields.h"
#include "core/protocol/times.h"

#include <QJsonArray>

namespace r2cache::logsapi {

using namespace Qt::StringLiterals;

namespace {

const QHash<QString, QtMsgType> levels{
    {u"debug"_s, QtDebugMsg},
    {u"info"_s, QtInfoMsg},
    {u"warning"_s, QtWarningMsg},
    {u"error"_s, QtCriticalMsg}};

QJsonObject toJson(const LogLine &line)
{
    return {
        {u"number"_s, line.number},
        {u"time"_s, timeToJson(line.time)},
        {u"level"_s, levelWord(line.level)},
        {u"category"_s, line.category},
        {u"message"_s, line.message}};
}

} // namespace

QCoro::Task<Result<Response>> logs(ApiContext *context, ApiCall call)
{
    auto fields = Fields::ofQuery(call.request.query, {u"limit"_s, u"after"_s});
    const auto limit = static_cast<int>(
        fields.integer(u"limit"_s, 200, 1, static_cast<qint64>(LogRing::maxLines)));
    const auto level
        = fields.word(u"level"_s, u"debug"_s, {u"debug"_s, u"info"_s, u"warning"_s, u"error"_s});
    const auto after
        = fields.optionalInteger(u"after"_s, 0, std::numeric_limits<qint64>::max() / 2);
    if (fields.error())
        co_return failure(*fields.error());
    QJsonArray lines;
    auto next = after.value_or(0);
    if (context->logs != nullptr) {
        for (const auto found = context->logs->lines(limit, levels.value(level), after);
             const auto &line : found) {
            next = line.number;
            lines.append(toJson(line));
        }
    }
    co_return successResponse(QJsonObject{{u"lines"_s, lines}, {u"next"_s, next}});
}

} // namespace r2cache::logsapi
