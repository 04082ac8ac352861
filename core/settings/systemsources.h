// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingarguments.h"
#include "core/settings/settingsloader.h"

namespace r2cache {

/// Where the settings saved by the dashboard are: `$XDG_CONFIG_HOME/r2cache/settings.json`,
/// otherwise `~/.config/r2cache/settings.json`.
[[nodiscard]] QString
savedSettingsPath(const QHash<QString, QString> &environment, const QString &homeDirectory);

/// Gathers what loadSettings() needs from this process and its files: @p arguments, the
/// environment, `.env` in the working directory (or --env-file) and the saved settings.
/// @return Io or InvalidSetting naming the file; no `.env` is no error, no --env-file is.
[[nodiscard]] Result<SettingSources> systemSettingSources(const SettingArguments &arguments);

} // namespace r2cache
