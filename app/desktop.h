// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/logring.h"
#include "core/settings/settingsstore.h"

#include <functional>

namespace r2cache {

/// What the desktop mode is started with.
struct DesktopStart
{
    std::unique_ptr<SettingsStore> settings;
    std::function<Result<SettingSources>()> readAgain; ///< At SIGHUP.
    QString connectTo; ///< URL of an API; empty: the service of the cache directory.
    QString theme; ///< system, light, dark; empty: as the window remembers.
};

/// `r2cache`: the window, and the service in this process unless one runs for the cache directory
/// already, or is connected to by its URL. No QCoreApplication exists before. Blocks.
/// @return the exit code: 1, with a sentence on standard error, when there is no display or no
/// window to load, or the service did not start.
[[nodiscard]] int runDesktop(int &argc, char **argv, DesktopStart start, const LogRing &logs);

} // namespace r2cache
