// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace r2cache {

/// A port that is free on both loopback families, and not one given before. Until this process
/// ends, the system gives it neither to others who ask for some port nor to a connection; who
/// names it can listen on it.
[[nodiscard]] quint16 freePort();

} // namespace r2cache
