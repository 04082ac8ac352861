// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/serviceaddress.h"

#include "core/client/tokenfile.h"

namespace r2cache {

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

} // namespace r2cache
