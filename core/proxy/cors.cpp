// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/cors.h"

namespace r2cache {

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
    headers.set("Vary", "Origin");
    const auto origin = readerOf(request, hosts);
    if (!origin)
        return;
    headers.append("Access-Control-Allow-Origin", *origin);
    headers.append(
        "Access-Control-Expose-Headers", "Content-Length, Content-Range, Accept-Ranges, ETag");
}

Response optionsAnswer(const RequestHead &request, const HostRules &hosts)
{
    Response response{.status = 204, .headers = {{"Allow", "GET, HEAD, OPTIONS"}}};
    addCorsFields(response.headers, request, hosts);
    if (!request.headers.contains("Access-Control-Request-Method") || !readerOf(request, hosts))
        return response;
    response.headers.append("Access-Control-Allow-Methods", "GET, HEAD");
    response.headers.append(
        "Access-Control-Allow-Headers",
        "Range, If-Range, If-None-Match, If-Match, If-Modified-Since, If-Unmodified-Since");
    // Two hours: the most that Chromium keeps a preflight's answer.
    response.headers.append("Access-Control-Max-Age", "7200");
    // Private Network Access: a public page asks before it reaches a loopback address.
    if (request.headers.value("Access-Control-Request-Private-Network") == "true")
        response.headers.append("Access-Control-Allow-Private-Network", "true");
    return response;
}

} // namespace r2cache
