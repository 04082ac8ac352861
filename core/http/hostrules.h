// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/authority.h"

#include <vector>

namespace r2cache {

/// Who may talk to the two servers, by the Host and Origin fields alone: the guard against DNS
/// rebinding and foreign web pages. A value; any thread.
class HostRules
{
public:
    HostRules() = default; ///< Loopback names and origins alone.

    /// @param allowedHosts    CACHE_ALLOWED_HOSTS: an entry without port matches any port.
    /// @param allowedOrigins  CACHE_ALLOWED_ORIGINS: matched exactly, default ports filled in.
    /// Entries that are malformed match nothing (settings has refused them before).
    HostRules(
        const std::vector<QByteArray> &allowedHosts, const std::vector<QByteArray> &allowedOrigins);

    /// Whether a request with this Host field is answered; a malformed field is not.
    [[nodiscard]] bool isHostAllowed(QByteArrayView hostField) const;

    /// Whether a web page of this origin may read answers: an http or https origin on a loopback
    /// name, or one of CACHE_ALLOWED_ORIGINS. "null" and everything malformed is foreign.
    [[nodiscard]] bool isOriginAllowed(QByteArrayView originField) const;

private:
    std::vector<Authority> m_hosts;
    std::vector<WebOrigin> m_origins;
};

} // namespace r2cache
