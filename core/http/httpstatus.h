// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

namespace r2cache {

/// The HTTP status that an error is answered with: the one place where errors become HTTP.
/// 4xx is the caller's to mend; 502 to 504 say that the origin failed us; 507 is our disk.
[[nodiscard]] int httpStatusOf(ErrorCode code);

/// The reason phrase of a status, e.g. "Not Found"; for unknown ones that of its class.
[[nodiscard]] QByteArray statusText(int status);

} // namespace r2cache
