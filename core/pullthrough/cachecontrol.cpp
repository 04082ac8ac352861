// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pullthrough/cachecontrol.h"

#include "core/http/fieldsyntax.h"

#include <algorithm>

namespace r2cache {

namespace {

constexpr qint64 endlessSeconds = 2'147'483'648; // RFC 9111 section 1.2.2

/// The elements of a list whose commas may stand inside quoted strings.
std::vector<QByteArrayView> quotedListElements(QByteArrayView list)
{
    std::vector<QByteArrayView> elements;
    bool isQuoted = false;
    qsizetype begin = 0;
    for (qsizetype at = 0; at < list.size(); ++at) {
        const char c = list[at];
        if (isQuoted && c == '\\') {
            ++at; // whatever it is, it ends nothing
        } else if (c == '"') {
            isQuoted = !isQuoted;
        } else if (c == ',' && !isQuoted) {
            elements.push_back(trimmedOws(list.sliced(begin, at - begin)));
            begin = at + 1;
        }
    }
    elements.push_back(trimmedOws(list.sliced(begin)));
    return elements;
}

QByteArray unquoted(QByteArrayView argument)
{
    if (argument.size() < 2 || argument.front() != '"' || argument.back() != '"')
        return argument.toByteArray();
    return argument.sliced(1, argument.size() - 2).toByteArray();
}

} // namespace

CacheControl::CacheControl(QByteArrayView field)
{
    for (const auto element : quotedListElements(field)) {
        const auto equals = element.indexOf('=');
        const auto name = equals < 0 ? element : element.first(equals);
        if (!isToken(name))
            continue;
        Directive directive{name.toByteArray().toLower(), {}, equals >= 0};
        if (directive.hasArgument)
            directive.argument = unquoted(element.sliced(equals + 1));
        m_directives.push_back(std::move(directive));
    }
}

const CacheControl::Directive *CacheControl::find(QByteArrayView name) const
{
    const auto found
        = std::find_if(m_directives.begin(), m_directives.end(), [&](const Directive &directive) {
              return directive.name == name;
          });
    return found == m_directives.end() ? nullptr : &*found;
}

std::optional<std::chrono::seconds> CacheControl::seconds(QByteArrayView name) const
{
    const auto *directive = find(name);
    if (directive == nullptr)
        return std::nullopt;
    return std::chrono::seconds{parseDecimal(directive->argument, endlessSeconds).value_or(0)};
}

QByteArray CacheControl::argument(QByteArrayView name) const
{
    const auto *directive = find(name);
    return directive == nullptr ? QByteArray() : directive->argument;
}

} // namespace r2cache
