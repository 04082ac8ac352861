// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/httpserver.h"

#include <memory>

namespace r2cache {

/// The routes of one thread, registered with a QHttpServer that is asked one request at a time.
///
/// QHttpServer never sees a client's socket: it is bound to one device of ours, into which a
/// request line is put (method and path; fields and body stay here) before readyRead() is emitted.
/// It parses, routes and calls the handler inside that emission. Paths are matched as they were
/// sent: "%61pi" is not "api" and "%2F" does not separate, so what a HeadPolicy decided on the raw
/// path is what the router sees.
class Router
{
public:
    /// @p parts outlives the router.
    explicit Router(const HttpServer::Parts &parts);
    ~Router();
    Router(const Router &) = delete;
    Router &operator=(const Router &) = delete;

    /// Calls the handler of the first route that matches; 405 with Allow if only the method
    /// differs (RFC 9110 section 15.5.6), else notFound. Not reentrant.
    void dispatch(Request request, PendingResponse response);

    /// The methods that routes of @p path (percent-encoded) have, in the order of the table.
    [[nodiscard]] QByteArrayList methodsFor(const QByteArray &path) const;

private:
    class Private;
    std::unique_ptr<Private> d;
    const HttpServer::Parts &m_parts;
};

/// @p encoded without its percent-encoding, as UTF-8. May contain anything, also '/' and NUL.
[[nodiscard]] QString percentDecoded(const QByteArray &encoded);

} // namespace r2cache
