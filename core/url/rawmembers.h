// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace r2cache {

/// A member of the outermost object of a JSON text.
struct RawMember
{
    QString name; ///< Unescaped.
    qsizetype begin = 0; ///< Its value without blanks around it: bytes of the text …
    qsizetype end = 0; ///< … from begin to before end.
};

/// All members in their order, duplicates included: as with JSON.parse the last of a name counts.
/// InvalidJson (with line and column), or InvalidArgument if the text is not an object. A value
/// may be nested as deep as ConfigScan allows.
[[nodiscard]] Result<std::vector<RawMember>> rawMembers(QByteArrayView json);

/// A request's body taken apart, so that one member can be handled as text.
struct CutBody
{
    std::optional<QByteArray> member; ///< Raw text of the value that counts, if there is one.
    QByteArray rest; ///< The body with null for each value of that name, for a JSON parser.
};

/// Cuts the member @p name out of @p json; the errors of rawMembers().
[[nodiscard]] Result<CutBody> cutMember(QByteArrayView json, QStringView name);

} // namespace r2cache
