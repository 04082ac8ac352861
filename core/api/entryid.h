// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace r2cache {

/// @p text if it is an entry's id, else NotFound saying what one looks like. Pure.
[[nodiscard]] Result<QString> entryIdOf(const QString &text);

} // namespace r2cache
