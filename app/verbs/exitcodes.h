// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace r2cache {

// What verbs exit with; exitCodeTable() says it in words. Interrupted ones add 128 to the signal.
inline constexpr int exitOk = 0;
inline constexpr int exitFailed = 1;
inline constexpr int exitUsage = 2;
inline constexpr int exitUnreachable = 3;
// Of render, which otherwise exits as its command does:
inline constexpr int exitNotStarted = 125; ///< It failed before its command ran.
inline constexpr int exitNoCommand = 127; ///< As a shell: there is no such command.

} // namespace r2cache
