// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/jsonstring.h"

#include "core/url/utf8text.h"

namespace r2cache {

namespace {

char16_t unitOfEscape(char c)
{
    switch (c) {
    case 'b':
        return u'\b';
    case 'f':
        return u'\f';
    case 'n':
        return u'\n';
    case 'r':
        return u'\r';
    case 't':
        return u'\t';
    default:
        return static_cast<char16_t>(c); // '"', '\\' and '/' stand for themselves
    }
}

/// QString::fromUtf8() takes U+FEFF at the beginning of what it is given for a byte order mark and
/// drops it; inside a text it is a character.
QString decoded(QByteArrayView utf8)
{
    const auto text = QString::fromUtf8(utf8);
    return utf8.startsWith(utf8ByteOrderMark) ? QString(QChar(QChar::ByteOrderMark) + text) : text;
}

void appendUnicodeEscape(QByteArray &out, char16_t unit)
{
    out += "\\u" + QByteArray::number(unit, 16).rightJustified(4, '0');
}

} // namespace

QString unescapedJson(QByteArrayView token)
{
    QByteArrayView rest = token.sliced(1, token.size() - 2);
    QString text;
    for (;;) {
        const qsizetype backslash = rest.indexOf('\\');
        if (backslash < 0)
            return text.isEmpty() ? decoded(rest) : text + decoded(rest);
        text += decoded(rest.first(backslash));
        if (rest[backslash + 1] == 'u') {
            const auto digits = rest.sliced(backslash + 2, 4).toByteArray();
            text += QChar(static_cast<char16_t>(digits.toUShort(nullptr, 16)));
            rest = rest.sliced(backslash + 6);
        } else {
            text += QChar(unitOfEscape(rest[backslash + 1]));
            rest = rest.sliced(backslash + 2);
        }
    }
}

QByteArray jsonStringToken(QStringView text, SlashStyle slashes)
{
    QByteArray token;
    token.reserve(text.size() + 16);
    token += '"';
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        const bool isEscapedSlash = unit == u'/' && slashes == SlashStyle::Escaped;
        if (unit == u'"' || unit == u'\\' || isEscapedSlash)
            token += '\\';
        const bool isPair
            = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (unit < 0x20 || (text[i].isSurrogate() && !isPair)) { // a lone one has no UTF-8 form
            appendUnicodeEscape(token, unit);
        } else if (unit < 0x80) {
            token += static_cast<char>(unit);
        } else {
            token += text.sliced(i, isPair ? 2 : 1).toUtf8();
            i += isPair ? 1 : 0;
        }
    }
    token += '"';
    return token;
}

} // namespace r2cache
