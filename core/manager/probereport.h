// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/protocol/mediametadata.h"

#include <QByteArray>

namespace r2cache {

/// Reads what `ffprobe -of json` says of a file. Its first picture stream counts that is no
/// attached picture (cover art). What is absent, "N/A" or no sensible number stays unknown. Pure.
/// @return NotAVideo when there is no such stream, or Io when it is not ffprobe's JSON.
[[nodiscard]] Result<MediaMetadata> readProbeReport(const QByteArray &json);

} // namespace r2cache
