// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace r2cache {

/// Cloudflare's own names. Hosts are compared as UrlAuthority::host writes them.
inline constexpr char16_t publicR2Domain[] = u"r2.dev";
inline constexpr char16_t privateR2Domain[] = u"r2.cloudflarestorage.com";

/// Whether @p host is a name below @p domain, not the domain itself.
[[nodiscard]] inline bool isBelow(QStringView host, QStringView domain)
{
    return host.size() > domain.size() + 1 && host.endsWith(domain)
        && host[host.size() - domain.size() - 1] == u'.';
}

/// "<account>.r2.cloudflarestorage.com" and whatever is below (bucket, jurisdiction): nothing is
/// answered there without a signature.
[[nodiscard]] inline bool isPrivateR2Host(QStringView host)
{
    return isBelow(host, privateR2Domain);
}

[[nodiscard]] inline bool isR2Host(QStringView host)
{
    return isBelow(host, publicR2Domain) || isPrivateR2Host(host);
}

/// The extension of @p path (in normal form) if it is a video's, lower case, otherwise empty.
[[nodiscard]] QString videoExtensionOf(const QByteArray &path);

} // namespace r2cache
