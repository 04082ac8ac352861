// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/fieldsyntax.h"

#include <algorithm>
#include <array>

namespace r2cache {

namespace {

bool isOws(char c)
{
    return c == ' ' || c == '\t';
}

// Tables: every byte of every head, in and out, is looked at.
using Bytes = std::array<bool, 256>;

constexpr Bytes tokenCharacters = [] {
    Bytes bytes{};
    for (const unsigned char c : std::string_view("!#$%&'*+-.^_`|~"))
        bytes.at(c) = true;
    for (unsigned c = 0; c < 26; ++c)
        bytes.at('a' + c) = bytes.at('A' + c) = true;
    for (unsigned c = 0; c < 10; ++c)
        bytes.at('0' + c) = true;
    return bytes;
}();

constexpr Bytes valueBytes = [] {
    Bytes bytes{};
    for (unsigned c = 0; c < bytes.size(); ++c)
        bytes.at(c) = (c >= 0x20 && c != 0x7f) || c == '\t';
    return bytes;
}();

bool isAllOf(QByteArrayView text, const Bytes &bytes)
{
    return std::ranges::all_of(text, [&](char c) { return bytes[static_cast<unsigned char>(c)]; });
}

} // namespace

bool isTokenCharacter(char c)
{
    return tokenCharacters[static_cast<unsigned char>(c)];
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && isAllOf(text, tokenCharacters);
}

bool isFieldValue(QByteArrayView value)
{
    return isAllOf(value, valueBytes);
}

std::optional<qint64> parseDecimal(QByteArrayView digits, qint64 ceiling)
{
    if (digits.isEmpty())
        return std::nullopt;
    qint64 value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        const qint64 digit = c - '0';
        value = value > (ceiling - digit) / 10 ? ceiling : value * 10 + digit;
    }
    return value;
}

QByteArrayView trimmedOws(QByteArrayView text)
{
    while (!text.isEmpty() && isOws(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isOws(text.back()))
        text.chop(1);
    return text;
}

std::vector<QByteArrayView> listElements(QByteArrayView list)
{
    std::vector<QByteArrayView> elements;
    while (!list.isEmpty()) {
        const auto comma = list.indexOf(',');
        const auto element = trimmedOws(comma < 0 ? list : list.first(comma));
        if (!element.isEmpty())
            elements.push_back(element);
        list = comma < 0 ? QByteArrayView{} : list.sliced(comma + 1);
    }
    return elements;
}

} // namespace r2cache
