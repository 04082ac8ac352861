// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace r2cache {

/// Creates @p path with mode 0700 (parents as usual) if it is not there.
/// @return Io if it then is no directory, is a link, belongs to another user, or others may write
/// to it: in `/tmp` anybody can have made it first.
[[nodiscard]] Result<> makePrivateDirectory(const QString &path);

/// Reads a small file that only this user may read (at most 64 KiB).
/// @return its bytes; NotFound; or Io, also if it is a link, no regular file, another user's, or
/// open to others.
[[nodiscard]] Result<QByteArray> readPrivateFile(const QString &path);

/// Writes @p bytes to a file of mode 0600 and puts it in the place of @p path in one step: a crash
/// leaves the old file or the new one, and "<path>.tmp" at most until the next call. One writer at
/// a time. @return DiskFull or Io naming the path.
[[nodiscard]] Result<> replacePrivateFile(const QString &path, const QByteArray &bytes);

/// The same, but an existing file stays and is Conflict.
[[nodiscard]] Result<> createPrivateFile(const QString &path, const QByteArray &bytes);

} // namespace r2cache
