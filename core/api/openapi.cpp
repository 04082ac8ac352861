// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/openapi.h"

#include "core/api/envelope.h"

#include <QFile>

namespace r2cache::openapi {

using namespace Qt::StringLiterals;

Result<QByteArray> text(const QString &version, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(
            ErrorCode::Internal, u"The description of the API is missing in this build."_s,
            file.errorString());
    }
    // In the text, as a parsed document would lose the order in which it is written.
    return file.readAll().replace("@VERSION@", version.toUtf8());
}

QCoro::Task<Result<Response>> document(ApiContext *context, ApiCall)
{
    auto described = text(context->version);
    if (!described)
        co_return failure(described.error());
    co_return jsonResponse(200, std::move(*described));
}

} // namespace r2cache::openapi
