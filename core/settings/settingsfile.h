// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QString>

namespace r2cache {

/// Saved settings by name, as a JSON object in one file of mode 0600.
using SavedSettings = QMap<QString, QString>;

/// Reads the file at @p path; numbers and booleans written by hand are taken as their text.
/// @return the settings, none if there is no file; Io if it cannot be read, InvalidSetting naming
/// the file if it is not such an object.
[[nodiscard]] Result<SavedSettings> readSavedSettings(const QString &path);

/// Replaces the file at @p path in one step, so that a crash leaves the old or the new one; its
/// directory is created with mode 0700. @return Io naming the file.
[[nodiscard]] Result<> writeSavedSettings(const QString &path, const SavedSettings &saved);

} // namespace r2cache
