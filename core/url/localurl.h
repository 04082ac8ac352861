// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/url/r2url.h"

namespace r2cache {

/// A URL of a range proxy of ours, whatever its port: `http://localhost:3001/video/<id>.mp4` as an
/// earlier process-config wrote it. Of the result only id, extension, fragment and isLocal are
/// set: whose URL it stands for is the index's to say. Pure.
[[nodiscard]] std::optional<R2Url> localVideo(QStringView text);

} // namespace r2cache
