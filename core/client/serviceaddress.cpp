// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/serviceaddress.h"

#include "core/client/tokenfile.h"

namespace r2cache {

using namespace Qt::StringLiterals;

Result<ServiceAddress> addressOf(const EndpointFile &file)
{
    const auto endpoint = file.read();
    if (!endpoint)
        return failure(endpoint.error());
    const auto token = readTokenFile(endpoint->tokenFile);
    if (!token)
        return failure(token.error());
    return ServiceAddress{endpoint->apiUrl, endpoint->proxyUrl, *token};
}

Result<ServiceAddress> addressAt(const QString &url, const QByteArray &token)
{
    QUrl api(url, QUrl::StrictMode);
    if (!api.isValid() || api.host().isEmpty()
        || (api.scheme() != u"http" && api.scheme() != u"https")) {
        return failure(
            ErrorCode::InvalidArgument,
            u"--connect takes the URL of a REST API, e.g. http://localhost:3000, not \"%1\"."_s.arg(
                url));
    }
    if (token.isEmpty()) {
        return failure(
            ErrorCode::Unauthorized,
            u"--connect needs the token of that service: run r2cache token on that machine, and "
            "set CACHE_API_TOKEN to what it prints."_s);
    }
    api.setPath({});
    return ServiceAddress{api, {}, token};
}

} // namespace r2cache
