// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringBuilder>

#include <optional>
#include <vector>

namespace r2cache {

/// A validator (RFC 9110 section 8.8.3).
struct EntityTag
{
    QByteArray opaque; ///< With its quotes: "\"abc\"".
    bool isWeak = false;

    [[nodiscard]] QByteArray toField() const { return isWeak ? "W/" + opaque : opaque; }

    friend bool operator==(const EntityTag &, const EntityTag &) = default;
};

/// The value of If-Match or If-None-Match.
struct EntityTagList
{
    bool matchesAny = false; ///< "*".
    std::vector<EntityTag> tags;

    friend bool operator==(const EntityTagList &, const EntityTagList &) = default;
};

/// One entity-tag and nothing else, or nothing if it is malformed ("W/" is case-sensitive).
[[nodiscard]] std::optional<EntityTag> parseEntityTag(QByteArrayView text);

/// "*" or a list; commas inside quotes belong to the tag. A malformed list is an empty one: it
/// matches nothing, so that If-Match fails (safe) and If-None-Match sends the representation.
[[nodiscard]] EntityTagList parseEntityTagList(QByteArrayView field);

/// Section 8.8.3.2: equal and both strong.
[[nodiscard]] bool matchStrongly(const EntityTag &a, const EntityTag &b);
/// Section 8.8.3.2: equal whether weak or not.
[[nodiscard]] bool matchWeakly(const EntityTag &a, const EntityTag &b);

/// The strong validator of one version of an object as the proxy sends it: "\"<id>-<version>\"".
[[nodiscard]] EntityTag entityTagOf(QByteArrayView id, int version);

} // namespace r2cache
