// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>

#include <chrono>

namespace r2cache {

/// True when @p future finishes within @p limit, false when that time is over; the future goes on
/// all the same. On a thread with an event loop, where the answer comes too.
[[nodiscard]] QFuture<bool>
finishedWithin(const QFuture<void> &future, std::chrono::milliseconds limit);

} // namespace r2cache
