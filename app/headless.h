// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/logring.h"
#include "core/settings/settingsstore.h"

#include <chrono>
#include <functional>

namespace r2cache {

/// `r2cache --no-gui`: runs the service on a thread of its own until SIGTERM or SIGINT, then
/// drains. Needs a QCoreApplication; blocks in its event loop. A second signal ends at once.
/// SIGHUP: follows what @p readAgain brings.
///
/// @param exitAfter  ends, as after SIGTERM, when nobody has needed it for so long; zero: never.
/// Who starts such a service finds it by its endpoint file, so it takes other ports where default
/// ones are taken.
/// @return the exit code: 0 after draining, 1 when it could not start, with a sentence on
/// standard error.
[[nodiscard]] int runHeadless(
    std::unique_ptr<SettingsStore> settings, std::function<Result<SettingSources>()> readAgain,
    const LogRing &logs, std::chrono::seconds exitAfter = std::chrono::seconds{0});

} // namespace r2cache
