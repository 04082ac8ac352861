// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/fieldsyntax.h"

namespace r2cache {

namespace {

bool isOws(char c)
{
    return c == ' ' || c == '\t';
}

} // namespace

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
