// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace r2cache {

/// The line drawing resources/icons/<name>.svg in the theme's colours, sharp at any size and scale:
/// text, dim when disabled, accent when selected. Follows the palette by itself. A name that is
/// not there gives an empty picture.
[[nodiscard]] QIcon themedIcon(const QString &name);

/// The program's own, in its own colours.
[[nodiscard]] QIcon programIcon();

} // namespace r2cache
