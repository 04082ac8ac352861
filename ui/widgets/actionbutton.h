// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QAction;

namespace r2cache {

/// A button that is @p action: its text, tool tip (with the shortcut) and whether it is enabled.
/// @param role  "primary", "destructive" or empty.
[[nodiscard]] QPushButton *
makeActionButton(QAction *action, const QString &role = {}, QWidget *parent = nullptr);

} // namespace r2cache
