// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/httpurltext.h"

#include <QByteArrayList>
#include <QUrl>

#include <algorithm>
#include <array>

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

/// What normalised() does with an ASCII character.
enum class Treatment : unsigned char
{
    Refuse,
    Copy,
    Decode, ///< '%'
    Encode,
};

constexpr auto treatments = [] {
    std::array<Treatment, 128> table{};
    for (char16_t c = 0x21; c < 0x7F; ++c)
        table[c] = Treatment::Copy;
    // RFC 3986 has no place for these; templates ("{id}") and prose have.
    for (const char16_t c : {u'"', u'<', u'>', u'\\', u'^', u'`', u'{', u'|', u'}'})
        table[c] = Treatment::Refuse;
    table[u'%'] = Treatment::Decode;
    return table;
}();

Treatment treatmentOf(char16_t c, bool inPath)
{
    if (inPath && (c == u'[' || c == u']'))
        return Treatment::Encode; // not a pchar, yet file names have them and browsers take them
    return treatments[c];
}

/// UTF-16 units of the non-ASCII character that @p text begins with, 0 if it has no place in a URL
/// (RFC 3987 section 2.2).
qsizetype unitsOfCharacter(QStringView text)
{
    const QChar c = text.front();
    if (c.isHighSurrogate())
        return text.size() > 1 && text[1].isLowSurrogate() ? 2 : 0;
    const bool refused = c.unicode() < 0xA0 || c.unicode() == 0xFEFF || c.unicode() >= 0xFFFE
        || c.isLowSurrogate() || c.isSpace();
    return refused ? 0 : 1;
}

void appendEncoded(QByteArray &out, unsigned char byte)
{
    const char triplet[] = {'%', upperHex[byte >> 4], upperHex[byte & 15]};
    out.append(triplet, 3);
}

bool isPlain(QStringView component, bool inPath)
{
    return std::all_of(component.begin(), component.end(), [inPath](QChar c) {
        return c.unicode() < 0x80 && treatmentOf(c.unicode(), inPath) == Treatment::Copy;
    });
}

/// The byte that the triplet which @p text begins with stands for, or -1.
int decodedByte(QStringView text)
{
    if (text.size() < 3)
        return -1;
    const int high = hexValue(text[1].unicode());
    const int low = hexValue(text[2].unicode());
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// RFC 3986 sections 6.2.2.1 and 6.2.2.2 for the part of @p url from @p begin to @p end.
tl::expected<QByteArray, UrlFault>
normalised(QStringView url, qsizetype begin, qsizetype end, bool inPath)
{
    const QStringView component = url.sliced(begin, end - begin);
    if (isPlain(component, inPath))
        return component.toLatin1();
    const auto fault = [](Kind kind, qsizetype position) {
        return tl::unexpected(UrlFault{kind, position});
    };
    QByteArray out;
    out.reserve(component.size() + 16);
    for (qsizetype i = 0; i < component.size(); ++i) {
        const char16_t c = component[i].unicode();
        if (c >= 0x80) {
            const qsizetype units = unitsOfCharacter(component.sliced(i));
            if (units == 0)
                return fault(Kind::Character, begin + i);
            for (const char byte : component.sliced(i, units).toUtf8())
                appendEncoded(out, static_cast<unsigned char>(byte));
            i += units - 1;
            continue;
        }
        switch (treatmentOf(c, inPath)) {
        case Treatment::Refuse:
            return fault(Kind::Character, begin + i);
        case Treatment::Copy:
            out.append(static_cast<char>(c));
            break;
        case Treatment::Encode:
            appendEncoded(out, static_cast<unsigned char>(c));
            break;
        case Treatment::Decode:
            const int byte = decodedByte(component.sliced(i));
            if (byte < 0)
                return fault(Kind::Percent, begin + i);
            if (inPath && (byte < 0x20 || byte == 0x7F))
                return fault(Kind::EncodedControl, begin + i);
            if (byte < 0x80 && isUnreserved(static_cast<char16_t>(byte)))
                out.append(static_cast<char>(byte));
            else
                appendEncoded(out, static_cast<unsigned char>(byte));
            i += 2;
            break;
        }
    }
    return out;
}

/// Where @p text has a character that belongs into no URL, from @p begin on; -1 if nowhere.
qsizetype firstRefused(QStringView text, qsizetype begin)
{
    for (qsizetype i = begin; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        const qsizetype units = c < 0x80 ? (treatments[c] == Treatment::Refuse ? 0 : 1)
                                         : unitsOfCharacter(text.sliced(i));
        if (units == 0)
            return i;
        i += units - 1;
    }
    return -1;
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

/// A lower-cased copy of @p host if that is all a resolver needs, otherwise empty: it may be
/// punycode ("xn--"), an IPv4 address in one of its disguises (a last label that begins with a
/// digit), another script, or nothing valid.
QByteArray plainName(QStringView host)
{
    QByteArray name(host.size(), Qt::Uninitialized);
    char *out = name.data();
    char16_t previous = u'.';
    char16_t beginOfLabel = 0;
    for (const QChar character : host) {
        const char16_t c = character.unicode();
        const bool isPunctuation = c == u'-' || c == u'.';
        if (isPunctuation ? c == previous : !isAsciiLetterOrDigit(c))
            return {};
        if (previous == u'.')
            beginOfLabel = c;
        *out++ = static_cast<char>(c >= u'A' && c <= u'Z' ? c + (u'a' - u'A') : c);
        previous = c;
    }
    const bool isNumeric = beginOfLabel >= u'0' && beginOfLabel <= u'9';
    return previous == u'.' || isNumeric ? QByteArray() : name;
}

/// @p host in the form of UrlAuthority::host, or empty if it is not one.
QByteArray canonicalHost(QStringView host)
{
    if (host.endsWith(u'.'))
        host.chop(1); // RFC 1034 section 3.1: the root's empty label; the same name
    if (host.isEmpty() || host.size() > 253 || host.contains(u'%'))
        return {};
    if (const QByteArray name = plainName(host); !name.isEmpty())
        return name;
    QUrl url;
    url.setHost(host.toString(), QUrl::StrictMode);
    const QByteArray name = url.host(QUrl::FullyEncoded).toLatin1().toLower();
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

tl::expected<UrlResource, UrlFault> parseResource(QStringView text, qsizetype authorityEnd)
{
    UrlResource resource;
    if (const qsizetype hash = text.indexOf(u'#', authorityEnd); hash >= 0) {
        if (const qsizetype bad = firstRefused(text, hash); bad >= 0)
            return tl::unexpected(UrlFault{Kind::Character, bad});
        resource.fragment = text.sliced(hash).toString();
        text.truncate(hash);
    }
    const qsizetype mark = text.indexOf(u'?', authorityEnd);
    auto path = normalised(text, authorityEnd, mark < 0 ? text.size() : mark, true);
    if (!path)
        return tl::unexpected(path.error());
    resource.path = path->isEmpty() ? "/"_ba : withoutDotSegments(*path);
    if (mark >= 0) {
        auto query = normalised(text, mark + 1, text.size(), false);
        if (!query)
            return tl::unexpected(query.error());
        resource.query = *std::move(query);
    }
    return resource;
}

} // namespace r2cache
