// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windowparts.h"

namespace r2cache {

/// What "r2cacheRunWindow" does: see RunWindow.
[[nodiscard]] int runWindow(int &argc, char **argv, const WindowParts &parts);

} // namespace r2cache
