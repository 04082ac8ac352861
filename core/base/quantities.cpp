// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/quantities.h"

namespace r2cache {

using namespace Qt::StringLiterals;

ScaledBytes scaledBytes(qint64 bytes)
{
    constexpr std::size_t last = 5;
    ScaledBytes scaled{static_cast<double>(bytes), 0};
    if (bytes < 1024)
        return scaled;
    do {
        scaled.value /= 1024;
        ++scaled.unit;
    } while (scaled.value >= 1023.95 && scaled.unit < last); // what would be shown as 1024.0
    return scaled;
}

QString clockText(qint64 milliseconds)
{
    const qint64 seconds = (milliseconds + 500) / 1000;
    const auto two = [](qint64 number) {
        return QString(u"%1"_s).arg(number, 2, 10, QChar(u'0'));
    };
    if (seconds < 3600)
        return QString(QString::number(seconds / 60) + u':' + two(seconds % 60));
    return QString(
        QString::number(seconds / 3600) + u':' + two(seconds / 60 % 60) + u':' + two(seconds % 60));
}

} // namespace r2cache
