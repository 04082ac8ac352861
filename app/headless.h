// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settings.h"

namespace r2cache {

/// `r2cache --no-gui`: runs the service on a thread of its own until SIGTERM or SIGINT, then
/// drains. Needs a QCoreApplication; blocks in its event loop. A second signal ends at once.
/// @return the exit code: 0 after draining, 1 when it could not start, with a sentence on
/// standard error.
[[nodiscard]] int runHeadless(const Settings &settings);

} // namespace r2cache
