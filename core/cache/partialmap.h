// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/rangeset.h"

#include <QString>

namespace r2cache {

/// Which bytes of which version of an object a partial file holds: what a later run needs to go on.
/// Lies beside it as "<id>.part.json"; says of no byte that it is there before it is on the disk.
/// Ends with its own SHA-256: readers are sent these bytes before the whole can be checked, so a
/// map that was torn or altered must not be believed.
struct PartialMap
{
    QString canonicalUrl; ///< Without signature.
    QByteArray etag; ///< Strong, as sent.
    QByteArray lastModified; ///< As sent; empty if none.
    QByteArray contentType; ///< As sent; empty if none.
    qint64 length = 0; ///< Of the whole object, bytes.
    RangeSet ranges;

    friend bool operator==(const PartialMap &, const PartialMap &) = default;
};

/// Where the map of the partial file @p partialPath lies.
[[nodiscard]] QString partialMapPath(const QString &partialPath);

/// A line of JSON, and a line with its SHA-256.
[[nodiscard]] QByteArray toText(const PartialMap &map);
/// @return Io: not what its SHA-256 says, not JSON, of another format, a value missing or wrong,
/// ranges beyond the length.
[[nodiscard]] Result<PartialMap> partialMapFromText(const QByteArray &text);

/// Reads the map of @p partialPath and holds it against the file. Blocks on the disk.
/// @return NotFound or Io: there is none, or the file is shorter than it says.
[[nodiscard]] Result<PartialMap> readPartialMap(const QString &partialPath);
/// Writes it to "<id>.part.json.tmp" and syncs it; renaming is left to the caller. Blocks.
[[nodiscard]] Result<> writePartialMapAside(const QString &partialPath, const PartialMap &map);
/// Makes what writePartialMapAside() wrote the map. @return Io.
[[nodiscard]] Result<> putPartialMap(const QString &partialPath);
/// Removes map and temporary; missing ones are fine.
void removePartialMap(const QString &partialPath);

} // namespace r2cache
