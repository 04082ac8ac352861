// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windowparts.h"

namespace r2cache {

/// Loads the window's library, libr2cache-ui.so: from beside the program (the build tree), or from
/// ../lib/r2cache (installed). It stays loaded. @return its function; Unavailable with the way out
/// where it is not installed or does not load.
[[nodiscard]] Result<RunWindow> loadWindowLibrary();

/// Whether there is a window system to show a window on, as far as the environment tells; an
/// explicit QT_QPA_PLATFORM counts. @return Unavailable with the way out.
[[nodiscard]] Result<> checkDisplay();

} // namespace r2cache
