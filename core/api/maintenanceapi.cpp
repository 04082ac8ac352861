// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/maintenanceapi.h"

#include "core/api/envelope.h"
#include "core/api/removaltext.h"
#include "core/manager/cleaner.h"

#include <QCoroFuture>
#include <QJsonArray>

namespace r2cache::maintenanceapi {

using namespace Qt::StringLiterals;

QCoro::Task<Result<Response>> optimize(ApiContext *context, ApiCall call)
{
    Q_UNUSED(call)
    const auto cleaning = context->cleaner->clean();
    const auto report = co_await cleaning;
    const QString message = report.removedEntries == 0
        ? u"The cache is in order; no entry had to be removed."_s
        : u"%1, %2 freed."_s.arg(
            entriesRemoved(report.removedEntries), exactBytes(report.bytesFreed));
    co_return successResponse(QJsonObject{
        {u"result"_s,
         QJsonObject{
             {u"removedEntries"_s, report.removedEntries},
             {u"bytesFreed"_s, report.bytesFreed},
             {u"cleanupDurationMs"_s, static_cast<qint64>(report.duration.count())},
             {u"strategy"_s, u"optimize"_s},
             {u"errors"_s, QJsonArray::fromStringList(report.errors)}}},
        {u"message"_s, message}});
}

} // namespace r2cache::maintenanceapi
