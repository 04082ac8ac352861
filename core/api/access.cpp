// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/access.h"

#include "core/api/envelope.h"

namespace r2cache {

using namespace Qt::StringLiterals;

Result<>
checkApiAccess(const RequestHead &head, const HostRules &rules, const Credentials &credentials)
{
    const auto host = head.headers.value("Host").value_or(QByteArray());
    if (!rules.isHostAllowed(host)) {
        return failure(
            ErrorCode::ForbiddenHost,
            u"The Host \"%1\" is not one that this service answers to. Use localhost, or add the "
            "name to CACHE_ALLOWED_HOSTS."_s.arg(QString::fromLatin1(host)));
    }
    if (const auto origin = head.headers.value("Origin");
        origin && !rules.isOriginAllowed(*origin)) {
        return failure(
            ErrorCode::ForbiddenOrigin,
            u"Web pages of the origin \"%1\" may not call this service. Add it to "
            "CACHE_ALLOWED_ORIGINS if they should."_s.arg(QString::fromLatin1(*origin)));
    }
    if (head.method == "OPTIONS" || !head.path.startsWith("/api"))
        return {};
    return credentials.check(head);
}

HeadPolicy apiHeadPolicy(HostRules rules, const Credentials *credentials)
{
    return [rules = std::move(rules),
            credentials](const RequestHead &head) -> std::optional<Response> {
        const auto allowed = checkApiAccess(head, rules, *credentials);
        if (allowed)
            return std::nullopt;
        auto response = errorEnvelope(allowed.error());
        addApiCors(response, head, rules);
        return response;
    };
}

void addApiCors(Response &response, const RequestHead &head, const HostRules &rules)
{
    const auto origin = head.headers.value("Origin");
    if (origin && rules.isOriginAllowed(*origin))
        response.headers.set("Access-Control-Allow-Origin", *origin);
}

Response apiOptionsResponse(const RequestHead &head, const HostRules &rules)
{
    Response response;
    response.status = 204;
    response.headers = {{"Allow", "GET, HEAD, POST, PATCH, DELETE, OPTIONS"}, {"Vary", "Origin"}};
    const auto origin = head.headers.value("Origin");
    if (origin && rules.isOriginAllowed(*origin)) {
        response.headers.append("Access-Control-Allow-Methods", "GET, HEAD, POST, PATCH, DELETE");
        response.headers.append(
            "Access-Control-Allow-Headers", "Authorization, Content-Type, X-API-Key");
        response.headers.append("Access-Control-Max-Age", "600");
        addApiCors(response, head, rules);
    }
    return response;
}

} // namespace r2cache
