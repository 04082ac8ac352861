// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>

#include <chrono>
#include <optional>

namespace r2cache {

/// "Sun, 06 Nov 1994 08:49:37 GMT": the one form to send (IMF-fixdate, RFC 9110 section 5.6.7).
/// For the years 0 to 9999.
[[nodiscard]] QByteArray formatHttpDate(std::chrono::sys_seconds time);
/// @p time may be in any zone; parts of a second are cut off.
[[nodiscard]] QByteArray formatHttpDate(const QDateTime &time);

/// Reads any of the three forms that section 5.6.7 makes recipients accept: IMF-fixdate, RFC 850
/// and asctime. UTC, or nothing if it is malformed. The name of the day is not checked against the
/// date. A leap second (":60") is read as ":59".
/// @param nowUtc  settles the century of RFC 850's two-digit years: none lies more than 50 years
///                ahead.
[[nodiscard]] std::optional<QDateTime> parseHttpDate(QByteArrayView text, const QDateTime &nowUtc);

} // namespace r2cache
