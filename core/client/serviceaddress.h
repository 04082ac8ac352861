// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/endpoint.h"

namespace r2cache {

/// What a client needs to speak to a service.
struct ServiceAddress
{
    QUrl apiUrl; ///< "http://localhost:3000".
    QUrl proxyUrl; ///< Empty if it is not known: a service given by its API's URL alone.
    QByteArray token;

    friend bool operator==(const ServiceAddress &, const ServiceAddress &) = default;
};

/// Of the service that runs for a cache directory, as it is now: it may have been restarted on
/// other ports or with another token. Blocks shortly. @return NotFound when none runs; Io.
[[nodiscard]] Result<ServiceAddress> addressOf(const EndpointFile &file);

/// Of the service at a URL that the user gave (`--connect`), with the token that he gave for it.
/// @return InvalidArgument if @p url is none; Unauthorized if there is no token. Pure.
[[nodiscard]] Result<ServiceAddress> addressAt(const QString &url, const QByteArray &token);

} // namespace r2cache
