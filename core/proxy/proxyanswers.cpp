// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/proxy/proxyanswers.h"

namespace r2cache {

using namespace Qt::StringLiterals;

Response proxyText(int status, const QString &sentence)
{
    Response response{
        .status = status,
        .headers
        = {{"Content-Type", "text/plain; charset=utf-8"},
           {"X-Content-Type-Options", "nosniff"},
           {"Cache-Control", "no-store"},
           {"Vary", "Origin"}}};
    response.body.emplace_back(sentence.toUtf8() + '\n');
    return response;
}

HeadPolicy proxyHeadPolicy(HostRules hosts)
{
    return [hosts = std::move(hosts)](const RequestHead &head) -> std::optional<Response> {
        if (hosts.isHostAllowed(head.headers.value("Host").value_or(QByteArray())))
            return std::nullopt;
        return proxyText(
            403,
            u"The Host field of this request is not a name of this cache: use localhost, or add "
            "the name to CACHE_ALLOWED_HOSTS."_s);
    };
}

} // namespace r2cache
