// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringView>

namespace r2cache {

/// The Content-Type of a video by its file extension (any case, no dot):
/// "application/octet-stream" for one that r2cache does not cache.
[[nodiscard]] QByteArray contentTypeOf(QStringView extension);

} // namespace r2cache
