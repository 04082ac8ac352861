// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/protocol/entryinfo.h"

#include <QString>
#include <QVariant>

namespace r2cache {

/// The columns of the list of entries, in their first order.
enum class EntryColumn
{
    Name,
    Origin,
    Size,
    Status,
    LastUsed,
    Uses,
    Added,
    FreshUntil,
    Tags,
    Type,
    Length,
    Resolution,
    Verified,
};

inline constexpr int entryColumnCount = static_cast<int>(EntryColumn::Verified) + 1;

/// What the columns say of an entry. Pure; texts in the language and locale of the program.
namespace entrycolumns {

[[nodiscard]] QString titleOf(EntryColumn column);
/// EntriesQuery::sortBy; empty: the service has no order by this column.
[[nodiscard]] QString sortWordOf(EntryColumn column);
/// The column that is sorted by @p sortWord.
[[nodiscard]] EntryColumn columnOf(const QString &sortWord);
[[nodiscard]] bool isShownAtFirst(EntryColumn column);
[[nodiscard]] bool isNumber(EntryColumn column);
/// In pixels, of a font of usual size.
[[nodiscard]] int widthOf(EntryColumn column);

[[nodiscard]] QString textOf(const EntryInfo &entry, EntryColumn column, const QDateTime &now);
/// The number, time or text behind it.
[[nodiscard]] QVariant valueOf(const EntryInfo &entry, EntryColumn column);
/// What the cell has no room for.
[[nodiscard]] QString toolTipOf(const EntryInfo &entry, EntryColumn column);

/// "ready, held": whoever reads "held" knows why it cannot be deleted.
[[nodiscard]] QString statusText(const EntryInfo &entry);
/// "3840×2160"; empty: not known.
[[nodiscard]] QString resolutionText(const QJsonObject &metadata);
/// "3840×2160, 29.97 fps, H.264", as much of it as is known.
[[nodiscard]] QString videoText(const QJsonObject &metadata);
/// "1:12"; empty: not known.
[[nodiscard]] QString lengthText(const QJsonObject &metadata);

} // namespace entrycolumns

/// Whether there is a file: one that is being downloaded or has failed has none.
[[nodiscard]] bool hasFile(const EntryInfo &entry);

} // namespace r2cache
