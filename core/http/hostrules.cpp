// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/hostrules.h"

#include <algorithm>

namespace r2cache {

HostRules::HostRules(
    const std::vector<QByteArray> &allowedHosts, const std::vector<QByteArray> &allowedOrigins)
{
    for (const auto &text : allowedHosts) {
        if (auto host = parseAuthority(text))
            m_hosts.push_back(std::move(*host));
    }
    for (const auto &text : allowedOrigins) {
        if (auto origin = parseWebOrigin(text))
            m_origins.push_back(std::move(*origin));
    }
}

bool HostRules::isHostAllowed(QByteArrayView hostField) const
{
    const auto asked = parseAuthority(hostField);
    if (!asked)
        return false;
    return asked->isLoopback()
        || std::any_of(m_hosts.begin(), m_hosts.end(), [&](const Authority &allowed) {
               return allowed.host == asked->host
                   && (allowed.port < 0 || allowed.port == asked->port);
           });
}

bool HostRules::isOriginAllowed(QByteArrayView originField) const
{
    const auto origin = parseWebOrigin(originField);
    return origin
        && (origin->authority.isLoopback()
            || std::find(m_origins.begin(), m_origins.end(), *origin) != m_origins.end());
}

} // namespace r2cache
