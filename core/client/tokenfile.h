// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace r2cache {

/// The bearer token of the REST API lies in a file of mode 0600 that the endpoint file names. Its
/// directory must exist.

/// @return the token without its line end; NotFound; or Io if the file is empty, holds anything but
/// printable ASCII, or is not this user's alone.
[[nodiscard]] Result<QByteArray> readTokenFile(const QString &path);

/// 32 random bytes in hex.
[[nodiscard]] QByteArray newToken();

/// Writes a newToken() to a file that must not exist yet.
/// @return the token; Conflict if there is a file; DiskFull or Io.
[[nodiscard]] Result<QByteArray> createTokenFile(const QString &path);

/// Puts @p token (CACHE_API_TOKEN, or a new one) in the place of whatever the file holds.
[[nodiscard]] Result<> writeTokenFile(const QString &path, const QByteArray &token);

} // namespace r2cache
