// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/rawmember.h"

#include <QStringBuilder>

namespace r2cache {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

qsizetype afterBlanks(QByteArrayView json, qsizetype at)
{
    while (at < json.size() && isBlank(json[at]))
        ++at;
    return at;
}

/// @param at  of the opening quote. @return behind the closing one.
qsizetype afterString(QByteArrayView json, qsizetype at)
{
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\')
            ++at;
        else if (json[at] == '"')
            return at + 1;
    }
    return json.size();
}

/// @return behind the value that begins at @p at.
qsizetype afterValue(QByteArrayView json, qsizetype at)
{
    qsizetype depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = afterString(json, at);
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            return at;
        if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        ++at;
    }
    return at;
}

} // namespace

QByteArrayView rawMember(QByteArrayView json, QByteArrayView name)
{
    qsizetype at = afterBlanks(json, 0);
    if (at >= json.size() || json[at] != '{')
        return {};
    for (++at;; ++at) { // a comma, from the second member on
        at = afterBlanks(json, at);
        if (at >= json.size() || json[at] != '"')
            return {};
        const auto nameEnd = afterString(json, at);
        const bool isWanted
            = json.sliced(at, nameEnd - at) == QByteArray('"' + name.toByteArray() + '"');
        at = afterBlanks(json, nameEnd);
        if (at >= json.size() || json[at] != ':')
            return {};
        const auto begin = afterBlanks(json, at + 1);
        at = afterValue(json, begin);
        if (isWanted)
            return json.sliced(begin, at - begin).trimmed();
        if (at >= json.size() || json[at] != ',')
            return {};
    }
}

} // namespace r2cache
