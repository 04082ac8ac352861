// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settings.h"

#include <QStringList>

namespace r2cache {

/// `r2cache config [--json]`: every setting with its value and where that comes from, on standard
/// output. @return the exit code: 0, or 2 for an argument it does not know.
[[nodiscard]] int runConfigVerb(const QStringList &arguments, const Settings &settings);

} // namespace r2cache
