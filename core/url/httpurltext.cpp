// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/httpurltext.h"

#include <QByteArrayList>
#include <QUrl>

#include <optional>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Kind = UrlFault::Kind;

constexpr char upperHex[] = "0123456789ABCDEF";

bool isAsciiLetterOrDigit(char16_t c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

/// RFC 3986 section 2.3.
bool isUnreserved(char16_t c)
{
    return isAsciiLetterOrDigit(c) || c == u'-' || c == u'.' || c == u'_' || c == u'~';
}

int hexValue(char16_t c)
{
    if (c >= u'0' && c <= u'9')
        return c - u'0';
    if (c >= u'a' && c <= u'f')
        return c - u'a' + 10;
    if (c >= u'A' && c <= u'F')
        return c - u'A' + 10;
    return -1;
}

/// Whether RFC 3987 has a place for the character; surrogates are judged where they are paired.
bool belongsInUrl(QChar c)
{
    const char16_t unit = c.unicode();
    switch (unit) {
    case u'"':
    case u'<':
    case u'>':
    case u'\\':
    case u'^':
    case u'`':
    case u'{':
    case u'|':
    case u'}':
        return false;
    }
    if (unit < 0x80)
        return unit > 0x20 && unit != 0x7F;
    return unit >= 0xA0 && unit != 0xFEFF && unit < 0xFFFE && !c.isSpace();
}

std::optional<UrlFault> firstBadCharacter(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool paired
            = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (paired)
            ++i;
        else if (text[i].isSurrogate() || !belongsInUrl(text[i]))
            return UrlFault{Kind::Character, i};
    }
    return {};
}

void appendEncoded(QByteArray &out, unsigned char byte)
{
    const char triplet[] = {'%', upperHex[byte >> 4], upperHex[byte & 15]};
    out.append(triplet, 3);
}

enum class Component
{
    Path,
    Query,
};

/// RFC 3986 section 6.2.2.1 and 6.2.2.2. @p start is where the component begins in the URL.
tl::expected<QByteArray, UrlFault>
normalised(QStringView component, Component kind, qsizetype start)
{
    QByteArray out;
    out.reserve(component.size() + 8);
    for (qsizetype i = 0; i < component.size(); ++i) {
        const char16_t c = component[i].unicode();
        if (c == u'%') {
            const int high = i + 2 < component.size() ? hexValue(component[i + 1].unicode()) : -1;
            const int low = high >= 0 ? hexValue(component[i + 2].unicode()) : -1;
            if (low < 0)
                return tl::unexpected(UrlFault{Kind::Percent, start + i});
            const int byte = high * 16 + low;
            if (kind == Component::Path && (byte < 0x20 || byte == 0x7F))
                return tl::unexpected(UrlFault{Kind::EncodedControl, start + i});
            if (byte < 0x80 && isUnreserved(static_cast<char16_t>(byte)))
                out.append(static_cast<char>(byte));
            else
                appendEncoded(out, static_cast<unsigned char>(byte));
            i += 2;
        } else if (c >= 0x80) {
            const qsizetype units = component[i].isHighSurrogate() ? 2 : 1;
            for (const char byte : component.sliced(i, units).toUtf8())
                appendEncoded(out, static_cast<unsigned char>(byte));
            i += units - 1;
        } else if (kind == Component::Path && (c == u'[' || c == u']')) {
            appendEncoded(out, static_cast<unsigned char>(c)); // not a pchar, yet browsers take it
        } else {
            out.append(static_cast<char>(c));
        }
    }
    return out;
}

/// RFC 3986 section 5.2.4 for a path that begins with '/'.
QByteArray withoutDotSegments(const QByteArray &path)
{
    if (!path.contains("/."))
        return path;
    QByteArrayList kept;
    const QByteArrayList segments = path.sliced(1).split('/');
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const bool isLast = i + 1 == segments.size();
        if (segments[i] == "..") {
            if (!kept.isEmpty())
                kept.removeLast();
        } else if (segments[i] != ".") {
            kept.append(segments[i]);
            continue;
        }
        if (isLast)
            kept.append(QByteArray()); // "/a/.." is the folder "/"
    }
    return "/" + kept.join('/');
}

/// Whether a lower-cased copy is already what a resolver would be given: no punycode to check, no
/// IPv4 address in one of its disguises (a last label of digits or 0x…).
bool isPlainName(QStringView host)
{
    for (const QChar c : host) {
        if (!isAsciiLetterOrDigit(c.unicode()) && c != u'-' && c != u'.')
            return false;
    }
    const QStringView lastLabel = host.sliced(host.lastIndexOf(u'.') + 1);
    return !lastLabel.isEmpty() && !lastLabel[0].isDigit()
        && !host.contains(u"xn--", Qt::CaseInsensitive);
}

/// @p host in the form of HttpUrlText::host, or empty if it is not one.
QByteArray canonicalHost(QStringView host)
{
    if (host.endsWith(u'.'))
        host.chop(1); // RFC 1034 section 3.1: the root's empty label; the same name
    if (host.isEmpty() || host.contains(u'%') || host.size() > 253)
        return {};
    QByteArray name;
    if (isPlainName(host)) {
        name = host.toLatin1().toLower();
    } else {
        QUrl url;
        url.setHost(host.toString(), QUrl::StrictMode);
        name = url.host(QUrl::FullyEncoded).toLatin1().toLower();
    }
    const bool isAddress = name.contains(':');
    const bool hasEmptyLabel = name.startsWith('.') || name.endsWith('.') || name.contains("..");
    return !isAddress && hasEmptyLabel ? QByteArray() : name;
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

int defaultPort(QByteArrayView scheme)
{
    return scheme == "https" ? 443 : 80;
}

QByteArray HttpUrlText::origin() const
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

tl::expected<HttpUrlText, UrlFault> parseHttpUrl(QStringView text)
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

    HttpUrlText url;
    if (text.startsWith("https://"_L1, Qt::CaseInsensitive))
        url.scheme = "https"_ba;
    else if (text.startsWith("http://"_L1, Qt::CaseInsensitive))
        url.scheme = "http"_ba;
    else
        return fault(Kind::Scheme);
    if (const auto bad = firstBadCharacter(text))
        return tl::unexpected(*bad);

    if (const qsizetype hash = text.indexOf(u'#'); hash >= 0) {
        url.fragment = text.sliced(hash).toString();
        text.truncate(hash);
    }
    const qsizetype authorityStart = url.scheme.size() + 3;
    qsizetype pathStart = authorityStart;
    while (pathStart < text.size() && text[pathStart] != u'/' && text[pathStart] != u'?')
        ++pathStart;
    const qsizetype mark = text.indexOf(u'?', pathStart);
    const qsizetype pathEnd = mark < 0 ? text.size() : mark;

    QStringView host = text.sliced(authorityStart, pathStart - authorityStart);
    if (host.contains(u'@'))
        return fault(Kind::UserInfo);
    url.port = defaultPort(url.scheme);
    // An IPv6 address has colons of its own, within brackets.
    if (const qsizetype colon = host.lastIndexOf(u':'); colon > host.lastIndexOf(u']')) {
        url.port = portOf(host.sliced(colon + 1), url.port);
        host.truncate(colon);
    }
    if (url.port == 0)
        return fault(Kind::Port);
    url.host = canonicalHost(host);
    if (url.host.isEmpty())
        return fault(Kind::Host);

    auto path = normalised(text.sliced(pathStart, pathEnd - pathStart), Component::Path, pathStart);
    if (!path)
        return tl::unexpected(path.error());
    url.path = path->isEmpty() ? "/"_ba : withoutDotSegments(*path);
    if (mark >= 0) {
        auto query = normalised(text.sliced(mark + 1), Component::Query, mark + 1);
        if (!query)
            return tl::unexpected(query.error());
        url.query = *std::move(query);
    }
    return url;
}

} // namespace r2cache
