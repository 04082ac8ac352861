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

/// The table of rewrittenConfig() from what process-config answers about the URLs of @p scan: their
/// text → their local URL, fragment included. A URL that is not in it keeps what it is.
[[nodiscard]] QHash<QString, QString>
replacementsOf(const ConfigScan &scan, const QHash<QString, QString> &localUrls);

} // namespace r2cache
