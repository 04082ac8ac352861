// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/urlresource.h"

#include <QByteArrayList>

#include <algorithm>
#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

using Kind = UrlFault::Kind;

constexpr char upperHex[] = "0123456789ABCDEF";

/// RFC 3986 section 2.3.
bool isUnreserved(char16_t c)
{
    const bool isLetterOrDigit
        = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
    return isLetterOrDigit || c == u'-' || c == u'.' || c == u'_' || c == u'~';
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

} // namespace

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
