// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

/// What makes a shell complete verbs, options and their values, from the tables alone: it asks no
/// service. @param shell  bash, zsh or fish. Pure.
[[nodiscard]] QString completionScript(const QString &shell);

} // namespace r2cache
