// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/cors.h"

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// The web origin that may read the answer, as sent, or nothing.
std::optional<QByteArray> readerOf(const RequestHead &request, const HostRules &hosts)
{
    auto origin = request.headers.value("Origin");
    if (origin && !hosts.isOriginAllowed(*origin))
        origin.reset();
    return origin;
}

} // namespace

void addCorsFields(Headers &headers, const RequestHead &request, const HostRules &hosts)
{
    headers.set("Vary"_ba, "Origin"_ba);
    const auto origin = readerOf(request, hosts);
    if (!origin)
        return;
    headers.append("Access-Control-Allow-Origin"_ba, *origin);
    headers.append(
        "Access-Control-Expose-Headers"_ba,
        "Content-Length, Content-Range, Accept-Ranges, ETag"_ba);
}

Response optionsAnswer(const RequestHead &request, const HostRules &hosts)
{
    Response response{.status = 204, .headers = {{"Allow", "GET, HEAD, OPTIONS"}}};
    addCorsFields(response.headers, request, hosts);
    if (!request.headers.contains("Access-Control-Request-Method") || !readerOf(request, hosts))
        return response;
    response.headers.append("Access-Control-Allow-Methods"_ba, "GET, HEAD"_ba);
    response.headers.append(
        "Access-Control-Allow-Headers"_ba,
        "Range, If-Range, If-None-Match, If-Match, If-Modified-Since, If-Unmodified-Since"_ba);
    // Two hours: the most that Chromium keeps a preflight's answer.
    response.headers.append("Access-Control-Max-Age"_ba, "7200"_ba);
    // Private Network Access: a public page asks before it reaches a loopback address.
    if (request.headers.value("Access-Control-Request-Private-Network") == "true")
        response.headers.append("Access-Control-Allow-Private-Network"_ba, "true"_ba);
    return response;
}

} // namespace r2cache
