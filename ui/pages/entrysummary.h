// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace r2cache {

class EntryModel;
class EntrySelection;

/// The line below the list: "1 selected · 402.0 MB · 1,204 entries".
[[nodiscard]] QString entrySummary(const EntryModel &model, const EntrySelection &selection);

} // namespace r2cache
