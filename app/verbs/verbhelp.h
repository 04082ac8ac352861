// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/verbs/verbtable.h"

#include <QString>

namespace r2cache {

/// "-o, --output FILE" as help and manual show it.
[[nodiscard]] QString optionForm(const OptionRow &option);
/// "r2cache add [options] URL..."
[[nodiscard]] QString synopsis(const VerbRow &row);

/// What `r2cache --help` prints. @param width  of a line; 0: 80. Pure.
[[nodiscard]] QString overviewHelp(int width);
/// What `r2cache VERB --help` prints.
[[nodiscard]] QString verbHelp(const VerbRow &row, int width);

} // namespace r2cache
