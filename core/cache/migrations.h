// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/sqlconnection.h"

namespace r2cache {

/// The newest numbered file under resources/sql.
inline constexpr int newestSchema = 5;

/// Brings the schema up to @p target, one numbered file (`:/sql/sqlite/NNN_….sql`) and one
/// transaction a step.
/// @return SchemaTooNew when a newer r2cache wrote the index, or Database.
[[nodiscard]] Result<> migrate(SqlConnection &connection, int target = newestSchema);

/// The statements of a numbered file: separated by lines of four dashes, so that triggers, which
/// contain semicolons, survive. Pure.
[[nodiscard]] QStringList splitStatements(const QString &text);

} // namespace r2cache
