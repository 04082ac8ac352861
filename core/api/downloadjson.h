// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/download/fillqueue.h"

#include <QJsonObject>

namespace r2cache {

/// A fill's state as REST names it: queued, paused, connecting, downloading, waiting_to_retry,
/// checking, done or failed.
[[nodiscard]] QString stateWord(FillProgress::State state);

/// One download as REST shows it: id, url, status, priority, receivedBytes, totalBytes, percent,
/// bytesPerSecond, timeLeftMs, attempts, startedAt; what is not known is null.
[[nodiscard]] QJsonObject toJson(const FillSnapshot &fill);

} // namespace r2cache
