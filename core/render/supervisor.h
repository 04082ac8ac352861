// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace r2cache {

/// The option by which r2cache runs superviseCommand(): for itself alone.
inline constexpr char superviseOption[] = "--supervise-render";

/// Runs a render's command so that nothing of it is left behind, whatever happens to who asked for
/// it. To be the whole of a process, before there is any thread or Qt object in it.
///
/// The command gets a session of its own. Signals that the asker sends to this process go to all of
/// that session; when the asker is gone (@p lifeline, of which it holds the other end, reaches its
/// end), or the command ends and leaves processes behind, they are asked to end (SIGTERM) and after
/// five seconds made to (SIGKILL): all descendants, since browsers make sessions of their own and
/// orphans come back here (prctl(2), PR_SET_CHILD_SUBREAPER).
///
/// @param lifeline  a pipe's reading end that nobody writes to.
/// @param command   program, its arguments and a null pointer.
/// @return the exit code as a shell gives it: the command's own; 128 + n when signal n ended it;
/// 127 not found, 126 not executable; 125 when it could not be supervised.
[[nodiscard]] int superviseCommand(int lifeline, char **command);

} // namespace r2cache
