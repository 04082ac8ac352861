// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settings.h"

#include <QJsonObject>

namespace r2cache {

/// What `r2cache config` prints: name, value and origin of every setting in aligned columns, one a
/// line. Secrets are redacted.
[[nodiscard]] QString settingsAsText(const Settings &settings);

/// The same for `--json` and REST: {"CACHE_PROXY_PORT": {"value": 3001, "origin": "default",
/// "scope": "remote", "applied": "restart"}, …}; numbers, booleans and lists are such, none is
/// null, secrets are "(secret)" or null.
[[nodiscard]] QJsonObject settingsAsJson(const Settings &settings);

} // namespace r2cache
