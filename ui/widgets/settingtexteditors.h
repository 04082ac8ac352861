// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/settingeditor.h"

namespace r2cache {

/// Text, lists and paths.
[[nodiscard]] SettingEditor *makeTextEditor(const SettingRow &row);
/// A secret comes as "(secret)" at most: a new one can be entered, the old one is never seen.
[[nodiscard]] SettingEditor *makeSecretEditor(const SettingRow &row);

} // namespace r2cache
