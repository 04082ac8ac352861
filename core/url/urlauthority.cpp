// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/urlauthority.h"

#include <QUrl>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Kind = UrlFault::Kind;

bool isAsciiLetterOrDigit(char16_t c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

/// A lower-cased copy of @p host if that is all a resolver needs, otherwise empty: it may be
/// punycode ("xn--"), an IPv4 address in one of its disguises (a last label that begins with a
/// digit), another script, or nothing valid (RFC 1123 section 2.1, RFC 1034 section 3.5).
QByteArray plainName(QStringView host)
{
    constexpr qsizetype longestLabel = 63;
    QByteArray name(host.size(), Qt::Uninitialized);
    char *out = name.data();
    char16_t previous = u'.';
    char16_t beginOfLabel = 0;
    qsizetype length = 0; // of the label so far
    for (const QChar character : host) {
        const char16_t c = character.unicode();
        const bool isPunctuation = c == u'-' || c == u'.';
        const bool isBehindPunctuation = previous == u'-' || previous == u'.';
        if (isPunctuation ? isBehindPunctuation : !isAsciiLetterOrDigit(c))
            return {};
        if (previous == u'.')
            beginOfLabel = c;
        length = c == u'.' ? 0 : length + 1;
        if (length > longestLabel)
            return {};
        *out++ = static_cast<char>(c >= u'A' && c <= u'Z' ? c + (u'a' - u'A') : c);
        previous = c;
    }
    const bool isNumeric = beginOfLabel >= u'0' && beginOfLabel <= u'9';
    const bool isOpen = previous == u'-' || previous == u'.';
    return isOpen || isNumeric ? QByteArray() : name;
}

/// @p host in the form of UrlAuthority::host, or empty if it is not one.
QByteArray canonicalHost(QStringView host)
{
    if (host.endsWith(u'.'))
        host.chop(1); // RFC 1034 section 3.1: the root's empty label; the same name
    if (host.isEmpty() || host.size() > 253 || host.contains(u'%'))
        return {};
    if (QByteArray name = plainName(host); !name.isEmpty())
        return name;
    QUrl url;
    url.setHost(host.toString(), QUrl::StrictMode);
    QByteArray name = url.host(QUrl::FullyEncoded).toLatin1().toLower();
    const bool hasEmptyLabel = name.startsWith('.') || name.endsWith('.') || name.contains("..");
    return hasEmptyLabel ? QByteArray() : name;
}

/// The port of @p digits (what stands behind the ':'), the default if there are none, 0 if wrong.
int portOf(QStringView digits, int byDefault)
{
    if (digits.isEmpty())
        return byDefault; // RFC 3986 section 3.2.3: "host:" is "host"
    int port = 0;
    for (const QChar c : digits) {
        if (c < u'0' || c > u'9')
            return 0;
        port = port * 10 + (c.unicode() - u'0');
        if (port > 65535)
            return 0;
    }
    return port;
}

} // namespace

int defaultPort(QAnyStringView scheme)
{
    return scheme == QAnyStringView("https") ? 443 : 80;
}

QByteArray UrlAuthority::toText() const
{
    QByteArray text;
    text.reserve(scheme.size() + host.size() + 12);
    text += scheme;
    text += "://";
    text += host.contains(':') ? "[" + host + "]" : host;
    if (port != defaultPort(scheme))
        text += ":" + QByteArray::number(port);
    return text;
}

tl::expected<UrlAuthority, UrlFault> parseAuthority(QStringView text)
{
    const auto fault = [](Kind kind) {
        return tl::unexpected(UrlFault{kind});
    };
    if (text.isEmpty())
        return fault(Kind::Empty);
    if (text.size() > maximumUrlLength)
        return fault(Kind::TooLong);
    if (text.front().isSpace() || text.back().isSpace())
        return fault(Kind::Blanks);

    UrlAuthority authority;
    if (text.startsWith("https://"_L1, Qt::CaseInsensitive))
        authority.scheme = "https"_ba;
    else if (text.startsWith("http://"_L1, Qt::CaseInsensitive))
        authority.scheme = "http"_ba;
    else
        return fault(Kind::Scheme);
    const qsizetype begin = authority.scheme.size() + 3;
    const auto *last = std::find_if(text.begin() + begin, text.end(), [](QChar c) {
        return c == u'/' || c == u'?' || c == u'#';
    });
    authority.end = last - text.begin();

    QStringView host = text.sliced(begin, authority.end - begin);
    if (host.contains(u'@'))
        return fault(Kind::UserInfo);
    authority.port = defaultPort(authority.scheme);
    // An IPv6 address has colons of its own, within brackets.
    if (const qsizetype colon = host.lastIndexOf(u':'); colon > host.lastIndexOf(u']')) {
        authority.port = portOf(host.sliced(colon + 1), authority.port);
        host.truncate(colon);
    }
    if (authority.port == 0)
        return fault(Kind::Port);
    authority.host = canonicalHost(host);
    if (authority.host.isEmpty())
        return fault(Kind::Host);
    return authority;
}

} // namespace r2cache
