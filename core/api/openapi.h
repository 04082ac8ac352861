// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/apicontext.h"

namespace r2cache::openapi {

/// The description of the API (OpenAPI 3.1), kept by hand in resources/api/openapi.json, as that of
/// the program's @p version. @return Internal if there is nothing at @p path.
[[nodiscard]] Result<QByteArray>
text(const QString &version, const QString &path = QStringLiteral(":/api/openapi.json"));

/// GET /api/openapi.json: the description, without an envelope, so that tools can read it.
QCoro::Task<Result<Response>> document(ApiContext *context, ApiCall call);

} // namespace r2cache::openapi
