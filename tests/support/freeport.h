// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace r2cache {

/// A port that is free on both loopback families, and not one given before.
[[nodiscard]] quint16 freePort();

} // namespace r2cache
