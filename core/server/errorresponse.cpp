// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/errorresponse.h"

namespace r2cache {

Response errorResponse(const HttpServer::Parts &parts, int status, const QString &sentence)
{
    Response response;
    if (parts.errorBody) {
        response = parts.errorBody(status, sentence);
    } else {
        response.headers.set("Content-Type", "text/plain; charset=utf-8");
        response.body.emplace_back(sentence.toUtf8() + '\n');
    }
    response.status = status;
    return response;
}

} // namespace r2cache
