// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonValue>

namespace r2cache {

/// A time as REST shows it: ISO 8601, UTC, with milliseconds; null when invalid.
[[nodiscard]] inline QJsonValue timeToJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue();
}

/// What timeToJson() wrote; invalid for null and for what is no time.
[[nodiscard]] inline QDateTime timeFromJson(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

} // namespace r2cache
