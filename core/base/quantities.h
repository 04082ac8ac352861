// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>

namespace r2cache {

// What window and terminal have in common where they show numbers; words and marks are their own.
// Pure.

/// Bytes in the unit that people read them in.
struct ScaledBytes
{
    double value = 0; ///< Shown with one decimal place below 1024.
    std::size_t unit = 0; ///< 0: bytes, 1: kB, 2: MB … 5: PB, by powers of 1024.
};
/// @param bytes  not negative.
[[nodiscard]] ScaledBytes scaledBytes(qint64 bytes);

/// "0:14", "6:40", "1:02:03", rounded to seconds. @param milliseconds  not negative.
[[nodiscard]] QString clockText(qint64 milliseconds);

} // namespace r2cache
