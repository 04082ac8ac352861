// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/authority.h"

#include "core/http/fieldsyntax.h"

#include <QHostAddress>

#include <algorithm>

namespace r2cache {

namespace {

/// Letters, digits and what host names in use hold besides (RFC 3986 reg-name, without
/// percent-encoding and sub-delims).
bool isHostCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool isIpv6Character(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

bool isIpv6(QByteArrayView host)
{
    return std::all_of(host.begin(), host.end(), isIpv6Character)
        && QHostAddress{QString::fromLatin1(host)}.protocol() == QAbstractSocket::IPv6Protocol;
}

bool isName(QByteArrayView host)
{
    return !host.isEmpty() && host.size() <= 253 && !host.startsWith('.') && !host.endsWith('.')
        && host.indexOf(QByteArrayView{".."}) < 0
        && std::all_of(host.begin(), host.end(), isHostCharacter);
}

bool isIpv4Loopback(QByteArrayView host)
{
    int parts = 0;
    for (auto rest = host; !rest.isNull(); ++parts) {
        const auto dot = rest.indexOf('.');
        const auto part = dot < 0 ? rest : rest.first(dot);
        const auto number = parseDecimal(part, 256);
        // a leading zero means octal to some resolvers
        if (!number || *number > 255 || (part.size() > 1 && part.startsWith('0'))
            || (parts == 0 && *number != 127))
            return false;
        rest = dot < 0 ? QByteArrayView{} : rest.sliced(dot + 1);
    }
    return parts == 4;
}

} // namespace

bool Authority::isLoopback() const
{
    return host == "localhost" || isIpv4Loopback(host)
        || (isIpv6(host) && QHostAddress{QString::fromLatin1(host)} == QHostAddress::LocalHostIPv6);
}

std::optional<Authority> parseAuthority(QByteArrayView text)
{
    const QByteArray lower = text.toByteArray().toLower();
    QByteArrayView rest = lower;
    Authority authority;
    if (rest.startsWith('[')) {
        const auto close = rest.indexOf(']');
        if (close < 0 || !isIpv6(rest.sliced(1, close - 1)))
            return std::nullopt;
        authority.host = rest.sliced(1, close - 1).toByteArray();
        rest = rest.sliced(close + 1);
    } else {
        const auto colon = rest.indexOf(':');
        auto name = colon < 0 ? rest : rest.first(colon);
        rest = rest.sliced(name.size());
        if (name.endsWith('.')) // "localhost." is the fully qualified form of the same name
            name.chop(1);
        if (!isName(name))
            return std::nullopt;
        authority.host = name.toByteArray();
    }
    if (rest.isEmpty())
        return authority;
    const auto port = rest.startsWith(':') ? parseDecimal(rest.sliced(1), 65536) : std::nullopt;
    if (!port || *port == 0 || *port > 65535)
        return std::nullopt;
    authority.port = static_cast<int>(*port);
    return authority;
}

std::optional<WebOrigin> parseWebOrigin(QByteArrayView text)
{
    const auto end = text.indexOf(QByteArrayView{"://"});
    if (end < 0)
        return std::nullopt;
    const auto scheme = text.first(end).toByteArray().toLower();
    if (scheme != "http" && scheme != "https")
        return std::nullopt;
    auto authority = parseAuthority(text.sliced(end + 3));
    if (!authority)
        return std::nullopt;
    if (authority->port < 0)
        authority->port = scheme == "https" ? 443 : 80;
    return WebOrigin{scheme, std::move(*authority)};
}

} // namespace r2cache
