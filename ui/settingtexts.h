// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingtable.h"

#include <QList>
#include <QString>

namespace r2cache {

/// What of the settings belongs together, in the order of the page.
struct SettingGroup
{
    QString title;
    QList<Key> keys;
};

/// Every key once.
[[nodiscard]] QList<SettingGroup> settingGroups();

/// A few words for people: "Size limit" for CACHE_MAX_SIZE_GB.
[[nodiscard]] QString settingTitle(Key key);
/// The table's sentence, in the user's language; what values there are, and the default.
[[nodiscard]] QString settingHelp(const SettingRow &row);
[[nodiscard]] QString settingLimits(const SettingRow &row);
/// Short enough to stand behind a number: "GB", "Mbit/s"; empty: none.
[[nodiscard]] QString settingUnit(const SettingRow &row);
/// "at once", "next download", "after a restart".
[[nodiscard]] QString appliedText(Applied applied);

/// Where a value comes from, as REST says it ("default", "saved", ".env:12", "environment",
/// "option").
struct OriginText
{
    QString text; ///< Short, for people.
    QString way; ///< Where to change it instead; empty unless isOverridden.
    bool isSaved = false; ///< Can be forgotten.
    bool isOverridden = false; ///< What is saved has no effect.
};
[[nodiscard]] OriginText originText(const SettingRow &row, const QString &origin);

} // namespace r2cache
