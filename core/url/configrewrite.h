// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/url/configscan.h"

#include <QByteArray>
#include <QHash>
#include <QString>

namespace r2cache {

/// The config with the URL of each object in @p replacements (id → new URL) put in the place of
/// its string tokens. The media fragment of the old URL is appended, slashes are escaped where the
/// config escapes them, and objects not in the table keep their URL: every other byte is as it was.
[[nodiscard]] QByteArray
rewrittenConfig(const ConfigScan &scan, const QHash<QString, QString> &replacements);

} // namespace r2cache
