// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/humantext.h"

#include "core/base/quantities.h"

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
    constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB"};
    const auto [value, unit] = scaledBytes(bytes);
    return u"%1 %2"_s.arg(QString::number(value, 'f', 1), QLatin1String(units.at(unit)));
}

QString rateText(qint64 bytesPerSecond)
{
    return bytesPerSecond > 0 ? QString(sizeText(bytesPerSecond) + u"/s"_s) : unknown();
}

QString lengthText(qint64 milliseconds)
{
    return milliseconds < 0 ? unknown() : clockText(milliseconds);
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
