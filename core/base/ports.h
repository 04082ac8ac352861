// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

/// Whether nobody listens on @p port of this machine's loopback addresses.
[[nodiscard]] bool isPortFree(quint16 port);

/// Who listens on a TCP port of this machine, as far as this user may see: "node (pid 1234)".
/// Empty if it cannot be found out. Reads /proc (proc(5)); blocks shortly.
[[nodiscard]] QString portHolder(quint16 port);

} // namespace r2cache
