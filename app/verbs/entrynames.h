// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbcontext.h"

namespace r2cache {

/// The id of what a person calls @p name: an id, at least four digits that begin exactly one, an
/// original URL (signed or not) or a local one.
/// @return NotFound, also for what is none of these; Conflict naming the candidates; the errors of
/// connect() and ServiceClient.
[[nodiscard]] Result<QString> entryIdOf(VerbContext &context, const QString &name);

/// There is no entry that a person calls @p name; a signature in it is not told.
[[nodiscard]] Error entryNotFound(const QString &name);

/// The one of @p found, ids that @p name begins. @return @p none if there is none; Conflict naming
/// some of them if there are several. Pure.
[[nodiscard]] Result<QString>
theOneOf(const QStringList &found, const QString &name, const Error &none);

/// As lists show @p id: enough of it to tell entries apart.
[[nodiscard]] QString shortId(const QString &id);

} // namespace r2cache
