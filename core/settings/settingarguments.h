// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/settingtable.h"

#include <QMap>
#include <QStringList>

namespace r2cache {

/// The settings of a command line, and the rest of it.
struct SettingArguments
{
    QMap<Key, QString> values; ///< As written, not validated; given twice, the last counts.
    std::optional<QString> envFile; ///< --env-file.
    QStringList rest; ///< Everything else in its order, "--" and what follows it included.
};

/// Takes `--set NAME=VALUE`, the long option of each row (`--proxy-port 3002` and
/// `--proxy-port=3002`) and `--env-file FILE` out of @p arguments, up to "--".
/// @return what was taken, or InvalidSetting naming the option that lacks a value or the name that
/// is not a setting.
[[nodiscard]] Result<SettingArguments> takeSettingArguments(const QStringList &arguments);

} // namespace r2cache
