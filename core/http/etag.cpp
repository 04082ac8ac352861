// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/etag.h"

#include "core/http/fieldsyntax.h"

#include <algorithm>

namespace r2cache {

namespace {

/// Section 8.8.3: etagc = %x21 / %x23-7E / obs-text.
bool isEtagCharacter(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x21 || (byte >= 0x23 && byte != 0x7f);
}

/// Takes one entity-tag off the front of @p text.
std::optional<EntityTag> takeEntityTag(QByteArrayView &text)
{
    EntityTag tag;
    auto rest = text;
    if (rest.startsWith("W/")) {
        tag.isWeak = true;
        rest = rest.sliced(2);
    }
    if (!rest.startsWith('"'))
        return std::nullopt;
    const auto close = rest.indexOf('"', 1);
    if (close < 0)
        return std::nullopt;
    const auto quoted = rest.first(close + 1);
    if (!std::all_of(quoted.begin() + 1, quoted.end() - 1, isEtagCharacter))
        return std::nullopt;
    tag.opaque = quoted.toByteArray();
    text = rest.sliced(close + 1);
    return tag;
}

} // namespace

std::optional<EntityTag> parseEntityTag(QByteArrayView text)
{
    text = trimmedOws(text);
    auto tag = takeEntityTag(text);
    return text.isEmpty() ? tag : std::nullopt;
}

EntityTagList parseEntityTagList(QByteArrayView field)
{
    auto rest = trimmedOws(field);
    if (rest == "*")
        return {true, {}};

    EntityTagList list;
    while (true) {
        // section 5.6.1.2: empty elements are skipped
        while (rest.startsWith(','))
            rest = trimmedOws(rest.sliced(1));
        if (rest.isEmpty())
            return list;
        auto tag = takeEntityTag(rest);
        rest = trimmedOws(rest);
        if (!tag || !(rest.isEmpty() || rest.startsWith(',')))
            return {};
        list.tags.push_back(std::move(*tag));
    }
}

bool matchStrongly(const EntityTag &a, const EntityTag &b)
{
    return !a.isWeak && !b.isWeak && a.opaque == b.opaque;
}

bool matchWeakly(const EntityTag &a, const EntityTag &b)
{
    return a.opaque == b.opaque;
}

EntityTag entityTagOf(QByteArrayView id, int version)
{
    return {'"' + id.toByteArray() + '-' + QByteArray::number(version) + '"', false};
}

} // namespace r2cache
