// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What differs between the versions of Qt that this builds with, but for QtHttpServer, whose
// differences stay in core/server/router.cpp.

#include <Qt>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QTimeZone>
#endif

namespace r2cache {

/// For QDateTime's constructors: Qt::UTC is deprecated there since 6.9, its successor came
/// with 6.5.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
inline constexpr auto utcZone = QTimeZone::UTC;
#else
inline constexpr auto utcZone = Qt::UTC;
#endif

} // namespace r2cache
