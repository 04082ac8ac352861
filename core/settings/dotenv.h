// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace r2cache {

struct DotEnvEntry
{
    QString name;
    QString value;
    int line = 0; ///< Where it begins, from 1.
};

/// Reads a `.env` file as the dotenv tools of Node do.
///
/// - `NAME=value`, also after `export `; blank lines and lines that begin with `#` are skipped;
/// - an unquoted value ends before ` #` and has no blanks at its ends;
/// - in '…' and `…` nothing is special; in "…" \n, \r, \t, \" and \\ are; all three may span lines;
/// - a byte order mark and CRLF are accepted; variables are not expanded; a name given twice keeps
///   its last value, so the entries are in the order of the file.
///
/// @param path  how messages name the file.
/// @return the entries, or InvalidSetting with the file and line of every mistake.
[[nodiscard]] Result<std::vector<DotEnvEntry>>
parseDotEnv(QByteArrayView text, const QString &path);

} // namespace r2cache
