// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

/// The manual page r2cache(1) as troff (man(7) macros), from the tables of verbs, options, exit
/// codes and settings. Pure.
[[nodiscard]] QString manualPage();

} // namespace r2cache
