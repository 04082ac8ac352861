// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/url/r2url.h"

namespace r2cache {

/// Where the pull-through routes begin.
inline constexpr char pullPrefix[] = "/fetch/";

/// What a request below /fetch/ asks for.
struct PullTarget
{
    QUrl url; ///< Without fragment; may carry a signature: never logged as it is.
    Origin origin;
    std::optional<R2Url> video; ///< Set where the URL is one that the cache keeps as a video.
};

/// The origin's URL in a request's path and query, both as sent.
///
/// What follows the prefix is either the URL itself ("/fetch/http://h/a?b") or begins with it
/// percent-encoded ("/fetch/http%3A%2F%2Fh/a?b", "/fetch/http%3A%2F%2Fh%2Fa%3Fb"): then everything
/// up to the first raw slash is decoded, once. What comes after that slash, and a raw query,
/// belong to the origin's URL as they are.
[[nodiscard]] QString pulledUrl(const QByteArray &path, const QByteArray &query);

/// Takes pulledUrl() apart. Pure; any thread.
/// @param ownPorts  of our own servers: an origin on a loopback name and one of these is refused.
/// @return the target, or InvalidUrl (no web address, user information), or OriginForbidden (an
/// origin that is not allowed, or ourselves), each with a sentence for the client.
[[nodiscard]] Result<PullTarget>
pullTarget(const QString &url, const R2UrlRules &rules, const QList<quint16> &ownPorts);

} // namespace r2cache
