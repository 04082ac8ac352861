// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace r2cache {

/// A Host field, or the host and port of an origin, taken apart.
struct Authority
{
    QByteArray host; ///< Lower case, no brackets, no trailing dot: "localhost", "::1".
    int port = -1; ///< 1 to 65535, or -1 if none was given.

    /// localhost, 127.0.0.0/8 in dotted form, or ::1 in any spelling. Names below localhost are
    /// not: RFC 6761 section 6.3 lets a resolver ask the network for them. Neither are 127.1 and
    /// its kin, which no client sends, nor ::ffff:127.0.0.1.
    [[nodiscard]] bool isLoopback() const;

    friend bool operator==(const Authority &, const Authority &) = default;
};

/// Reads `uri-host [ ":" port ]` (RFC 9110 section 7.2). Nothing if it is empty or malformed: user
/// information, white space, percent-encoding, a zone id, brackets around anything but an IPv6
/// address, a port that is empty, zero or above 65535.
[[nodiscard]] std::optional<Authority> parseAuthority(QByteArrayView text);

/// A web origin (RFC 6454 section 6.2) of http or https.
struct WebOrigin
{
    QByteArray scheme; ///< "http" or "https".
    Authority authority; ///< The port is filled in: never -1.

    friend bool operator==(const WebOrigin &, const WebOrigin &) = default;
};

/// Reads `scheme "://" host [ ":" port ]` and nothing after it. Nothing for "null", other schemes
/// and malformed text.
[[nodiscard]] std::optional<WebOrigin> parseWebOrigin(QByteArrayView text);

} // namespace r2cache
