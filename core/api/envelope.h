// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/server/response.h"

#include <QJsonValue>

namespace r2cache {

/// @p text, a whole JSON value, as it is: without an envelope.
[[nodiscard]] Response jsonResponse(int status, QByteArray text);

/// `{"success": true, "data": …}` with @p data as JSON text, byte for byte.
[[nodiscard]] Response successResponse(QByteArrayView data, int status = 200);
[[nodiscard]] Response successResponse(const QJsonValue &data, int status = 200);

/// `{"success": false, "error": sentence, "code": word, "message": detail}` with the status that
/// core/http/httpstatus gives the code.
[[nodiscard]] Response errorEnvelope(const Error &error);

/// The same for what the server itself refuses (400, 405, 413 …), where there is only a status.
[[nodiscard]] Response errorEnvelope(int status, const QString &sentence);

} // namespace r2cache
