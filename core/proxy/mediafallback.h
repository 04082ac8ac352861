// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/cache/indexobjects.h"
#include "core/server/response.h"

namespace r2cache {

// What a reader is told when there is no entry to serve. Pure; addMediaFields() comes on top.

/// 404 for what is no name of ours; does not repeat it.
[[nodiscard]] Response notAVideoName();

/// 404 for an id that stands in neither table. @p name is a valid one.
[[nodiscard]] Response unknownVideo(const QString &name);

/// 500: whether there is an entry could not be found out. Names the kind of @p why alone: its
/// message may hold paths of this machine.
[[nodiscard]] Response lookupFailed(const Error &why);

/// Whether a reader of an object that is not stored because of @p code gets it from its origin
/// through the proxy: the origin has it, and only we cannot keep it (yet).
[[nodiscard]] bool isPassedThrough(ErrorCode code);

/// The object is known but not here, and was not brought in time because of @p why. 302 to its
/// origin, not to be stored, if anybody may read it there: a render goes on, and where the origin
/// has lost the object the client gets the origin's own answer. 504 naming the object and the way
/// out if it is signed or private; its URL is not told, for the proxy asks nobody for a token.
[[nodiscard]] Response lastResort(const ObjectRow &object, const Error &why);

} // namespace r2cache
