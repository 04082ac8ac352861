// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <cstddef>

namespace r2cache {

/// Levenshtein's: single-character changes from one to the other. Pure.
[[nodiscard]] std::size_t editDistance(QStringView a, QStringView b);

} // namespace r2cache
