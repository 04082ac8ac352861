// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/envelope.h"

#include "core/http/httpstatus.h"
#include "core/protocol/jsontext.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QByteArray errorText(const QString &sentence, const QString &code, const QString &detail)
{
    return JsonObjectText()
        .add("success", false)
        .add("error", sentence)
        .add("code", code)
        .add("message", detail.isEmpty() ? sentence : detail)
        .take();
}

QString wordOf(int status)
{
    switch (status) {
    case 401:
        return errorWord(ErrorCode::Unauthorized);
    case 404:
        return errorWord(ErrorCode::NotFound);
    case 405:
        return errorWord(ErrorCode::MethodNotAllowed);
    case 408:
        return errorWord(ErrorCode::Timeout);
    case 413:
        return errorWord(ErrorCode::PayloadTooLarge);
    case 503:
        return errorWord(ErrorCode::ShuttingDown);
    default:
        return status >= 500 ? errorWord(ErrorCode::Internal)
                             : errorWord(ErrorCode::InvalidArgument);
    }
}

} // namespace

Response jsonResponse(int status, QByteArray text)
{
    Response response;
    response.status = status;
    response.headers
        = {{"Content-Type", "application/json"},
           {"Cache-Control", "no-store"},
           {"X-Content-Type-Options", "nosniff"},
           {"Vary", "Origin"}};
    if (status == 401)
        response.headers.append("WWW-Authenticate", "Bearer"); // RFC 9110 section 15.5.2
    response.body.emplace_back(std::move(text));
    return response;
}

Response successResponse(QByteArrayView data, int status)
{
    return jsonResponse(status, JsonObjectText().add("success", true).addRaw("data", data).take());
}

Response successResponse(const QJsonValue &data, int status)
{
    return successResponse(QByteArrayView(toJsonText(data)), status);
}

Response errorEnvelope(const Error &error)
{
    return jsonResponse(
        httpStatusOf(error.code), errorText(error.message, errorWord(error.code), error.detail));
}

Response errorEnvelope(int status, const QString &sentence)
{
    return jsonResponse(status, errorText(sentence, wordOf(status), {}));
}

} // namespace r2cache
