// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/tokenapi.h"

#include "core/api/envelope.h"

#include <QJsonObject>

namespace r2cache::tokenapi {

using namespace Qt::StringLiterals;

QCoro::Task<Result<Response>> rotate(ApiContext *context, ApiCall)
{
    const auto token = context->rotateToken();
    if (!token)
        co_return failure(token.error());
    co_return successResponse(QJsonObject{
        {u"token"_s, QString::fromLatin1(*token)},
        {u"message"_s,
         u"The old token opens nothing any more; the token file holds the new one."_s}});
}

} // namespace r2cache::tokenapi
