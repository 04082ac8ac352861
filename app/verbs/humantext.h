// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace r2cache {

// Numbers as people read them in a terminal: always with a decimal point, whatever the locale, as
// scripts read along. What is not known is "-". Pure.

/// "402.0 MB": powers of 1024 by their customary names, as CACHE_MAX_SIZE_GB counts.
[[nodiscard]] QString sizeText(qint64 bytes);
/// "9.8 MB/s"; 0 and less: "-".
[[nodiscard]] QString rateText(qint64 bytesPerSecond);
/// "0:14", "6:40", "1:02:03"; negative: "-".
[[nodiscard]] QString lengthText(qint64 milliseconds);
/// "2026-01-31 14:05", local.
[[nodiscard]] QString whenText(const QDateTime &time);
/// "1,204".
[[nodiscard]] QString countedText(qint64 count);
/// "1,204 videos", "1 video".
[[nodiscard]] QString countedText(qint64 count, const QString &one, const QString &many);
/// "97.3 %" of a share from 0 to 1.
[[nodiscard]] QString shareText(double share);

/// @p text without what a terminal would obey: control characters become "?".
[[nodiscard]] QString harmless(QString text);

} // namespace r2cache
