// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settings.h"

namespace r2cache {

/// What settings, each valid by itself, forbid each other: one sentence for each broken rule.
[[nodiscard]] QStringList brokenRules(const Settings &settings);

/// Sentences on values that are allowed but hardly meant.
[[nodiscard]] QStringList doubtfulValues(const Settings &settings);

} // namespace r2cache
