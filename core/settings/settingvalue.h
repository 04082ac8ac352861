// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/settingtable.h"

#include <QStringList>

#include <variant>

namespace r2cache {

/// A setting's value as the type of its row has it: Flag bool, Integer qint64, Real and RealOrNone
/// double, lists QStringList, everything else QString.
using SettingValue = std::variant<bool, qint64, double, QString, QStringList>;

/// Reads @p text, blanks at its ends ignored. Directories stay as they are written.
/// @return the value, or InvalidSetting with what is allowed, to end a sentence: never @p text
/// itself, which may be a secret.
[[nodiscard]] Result<SettingValue> parseSettingValue(const SettingRow &row, const QString &text);

/// Whether an empty text is a value of this type; where it is not, it counts as not set.
[[nodiscard]] bool mayBeEmpty(SettingType type);

} // namespace r2cache
