// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/logring.h"
#include "core/settings/settingsstore.h"

#include <functional>

namespace r2cache {

/// `r2cache --no-gui`: runs the service on a thread of its own until SIGTERM or SIGINT, then
/// drains. Needs a QCoreApplication; blocks in its event loop. A second signal ends at once.
/// SIGHUP: follows what @p readAgain brings.
/// @return the exit code: 0 after draining, 1 when it could not start, with a sentence on
/// standard error.
[[nodiscard]] int runHeadless(
    std::unique_ptr<SettingsStore> settings, std::function<Result<SettingSources>()> readAgain,
    const LogRing &logs);

} // namespace r2cache
