// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/humantext.h"

#include <QLocale>

#include <array>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString unknown()
{
    return u"-"_s;
}

} // namespace

QString sizeText(qint64 bytes)
{
    if (bytes < 0)
        return unknown();
    if (bytes < 1024)
        return QString(QString::number(bytes) + u" B"_s);
    constexpr std::array units{"kB", "MB", "GB", "TB", "PB"};
    double value = static_cast<double>(bytes) / 1024;
    size_t unit = 0;
    while (value >= 1023.95 && unit + 1 < units.size()) { // what would be shown as 1024.0
        value /= 1024;
        ++unit;
    }
    return u"%1 %2"_s.arg(QString::number(value, 'f', 1), QLatin1String(units.at(unit)));
}

QString rateText(qint64 bytesPerSecond)
{
    return bytesPerSecond > 0 ? QString(sizeText(bytesPerSecond) + u"/s"_s) : unknown();
}

QString lengthText(qint64 milliseconds)
{
    if (milliseconds < 0)
        return unknown();
    const qint64 seconds = (milliseconds + 500) / 1000;
    const auto two = [](qint64 number) {
        return QString(u"%1"_s).arg(number, 2, 10, QChar(u'0'));
    };
    if (seconds < 3600)
        return QString(QString::number(seconds / 60) + u':' + two(seconds % 60));
    return QString(
        QString::number(seconds / 3600) + u':' + two(seconds / 60 % 60) + u':' + two(seconds % 60));
}

QString whenText(const QDateTime &time)
{
    return time.isValid() ? time.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s) : unknown();
}

QString countedText(qint64 count)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(count);
}

QString countedText(qint64 count, const QString &one, const QString &many)
{
    return QString(countedText(count) + u' ' + (count == 1 ? one : many));
}

QString shareText(double share)
{
    return QString(QString::number(share * 100, 'f', 1) + u" %"_s);
}

QString harmless(QString text)
{
    for (auto &c : text) {
        if (c.category() == QChar::Other_Control)
            c = u'?';
    }
    return text;
}

} // namespace r2cache
