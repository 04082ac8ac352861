// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windowapplication.h"

/// Found by its name: see RunWindow.
extern "C" Q_DECL_EXPORT int
r2cacheRunWindow(int &argc, char **argv, const r2cache::WindowParts &parts)
{
    return r2cache::runWindow(argc, argv, parts);
}
