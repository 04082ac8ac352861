// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

/// Qt's filter rules for a DEBUG value in the manner of Node's `debug`: `cache:*`,
/// `cache:download`, comma- or space-separated, `-cache:http` to leave one out. Words that are not
/// ours (`express:*`) are ignored. `*` alone means all of ours.
///
/// Categories are named `cache.<area>…`; `cache:download` turns on `cache.download` and all below.
[[nodiscard]] QString filterRulesFor(const QString &debugValue);

/// Applies filterRulesFor() from now on, in place of what was applied before. Any thread.
void setLogFilter(const QString &debugValue);

/// Sends log lines to standard error as `2026-01-31T12:00:00.000Z level category: text`, or as
/// systemd's journal wants them where that is what standard error is, and calls setLogFilter().
/// Call once, before the first thread starts.
void setUpLogging(const QString &debugValue);

} // namespace r2cache
