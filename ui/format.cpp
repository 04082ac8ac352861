// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format.h"

#include "core/base/quantities.h"

#include <QCoreApplication>
#include <QUrl>

#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString unknown()
{
    return u"–"_s;
}

class Format
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::Format)
};

/// A number, and its unit.
std::pair<double, QString> scaled(qint64 bytes)
{
    const char *const units[]{
        QT_TRANSLATE_NOOP("r2cache::Format", "B"),  QT_TRANSLATE_NOOP("r2cache::Format", "kB"),
        QT_TRANSLATE_NOOP("r2cache::Format", "MB"), QT_TRANSLATE_NOOP("r2cache::Format", "GB"),
        QT_TRANSLATE_NOOP("r2cache::Format", "TB"), QT_TRANSLATE_NOOP("r2cache::Format", "PB")};
    const auto [value, unit] = scaledBytes(bytes);
    return {value, Format::tr(units[unit])};
}

} // namespace

Figure bytesFigure(qint64 bytes)
{
    if (bytes < 0)
        return {unknown(), {}};
    const auto [value, unit] = scaled(bytes);
    return {QLocale().toString(value, 'f', bytes < 1024 ? 0 : 1), unit};
}

Figure roundBytesFigure(qint64 bytes)
{
    if (bytes < 0)
        return {unknown(), {}};
    const auto [value, unit] = scaled(bytes);
    const bool isWhole = value >= 99.95 || std::abs(value - std::round(value)) < 0.05;
    return {QLocale().toString(value, 'f', isWhole ? 0 : 1), unit};
}

QString bytesText(qint64 bytes)
{
    return bytesFigure(bytes).text();
}

QString speedText(qint64 bytesPerSecond)
{
    return bytesPerSecond > 0 ? Format::tr("%1/s").arg(bytesText(bytesPerSecond)) : unknown();
}

QString durationText(qint64 milliseconds)
{
    return milliseconds < 0 ? unknown() : clockText(milliseconds);
}

QString relativeTimeText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return unknown();
    const qint64 seconds = time.secsTo(now);
    if (seconds < 60) // a clock somewhat ahead of ours too
        return Format::tr("just now");
    if (seconds < 3600)
        return Format::tr("%1 min ago").arg(seconds / 60);
    const qint64 days = time.toLocalTime().date().daysTo(now.toLocalTime().date());
    if (seconds < 12LL * 3600 || days == 0)
        return Format::tr("%1 h ago").arg(seconds / 3600);
    if (days == 1)
        return Format::tr("yesterday");
    if (days < 14)
        return Format::tr("%1 days ago").arg(days);
    return QLocale().toString(time.toLocalTime().date(), QLocale::ShortFormat);
}

QString timeText(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat)
                          : unknown();
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

Figure percentFigure(double share)
{
    return {QLocale().toString(share * 100, 'f', 1), QLocale().percent()};
}

QString percentText(double share)
{
    return percentFigure(share).text();
}

QString nameOfUrl(const QString &url)
{
    const auto name = QUrl(url).fileName();
    return name.isEmpty() ? url : name;
}

QString hostOfUrl(const QString &url)
{
    const QUrl parsed(url);
    return parsed.port() < 0 ? parsed.host()
                             : QString(parsed.host() + u':' + QString::number(parsed.port()));
}

} // namespace r2cache
