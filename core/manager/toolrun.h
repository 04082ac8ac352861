// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <atomic>
#include <chrono>

namespace r2cache {

/// A program to run on a file that somebody else made: what it may cost is bounded.
struct ToolRun
{
    QString program; ///< Its path.
    QStringList arguments;
    std::chrono::milliseconds timeLimit{10'000};
    qint64 outputLimit = 65'536; ///< Bytes.
};

/// Runs it to its end, blocking: for a thread of a pool. It gets no input and no environment of
/// ours, the lowest priority and at most 2 GiB of memory, may write no file, and dies with us. When
/// a limit is reached, or @p stop becomes true (looked at each 50 ms), it is killed with all that
/// it has started, and reaped.
/// @return what it wrote, or Unavailable when it cannot be started, Timeout, TooLarge (its output),
/// ShuttingDown, or Io when it crashed or did not exit with 0.
[[nodiscard]] Result<QByteArray> runTool(const ToolRun &run, const std::atomic<bool> &stop);

/// ffprobe's and ffmpeg's options before `-i`: one local file, of the containers that are cached;
/// no playlist or scene that would name others.
[[nodiscard]] QStringList localFileOnly();

} // namespace r2cache
