// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>

#include <chrono>
#include <optional>

namespace r2cache {

// Numbers as people read them, by QLocale's default. What is not known is "–". Pure.

/// A number and its unit apart, as cards show them: a large figure, a small unit.
struct Figure
{
    QString number;
    QString unit;

    [[nodiscard]] QString text() const
    {
        return unit.isEmpty() ? number : QString(number + u'\u00a0' + unit);
    }
    friend bool operator==(const Figure &, const Figure &) = default;
};

/// "402.0 MB": powers of 1024 by their customary names, so that CACHE_MAX_SIZE_GB=10 reads as 10;
/// negative: not known.
[[nodiscard]] Figure bytesFigure(qint64 bytes);
[[nodiscard]] QString bytesText(qint64 bytes);
/// "10 GB", "1.5 GB", "252 GB": as round as what is no measurement, a limit or a disk's size.
[[nodiscard]] Figure roundBytesFigure(qint64 bytes);
/// "9.8 MB/s"; 0 and less: "–".
[[nodiscard]] QString speedText(qint64 bytesPerSecond);
/// "0:14", "6:40", "1:02:03"; negative: "–".
[[nodiscard]] QString durationText(qint64 milliseconds);
/// "just now", "2 min ago", "5 h ago", "yesterday", "6 days ago", then the date.
[[nodiscard]] QString relativeTimeText(const QDateTime &time, const QDateTime &now);
/// Date and time, short, local: for tooltips and details.
[[nodiscard]] QString timeText(const QDateTime &time);
/// "1,204".
[[nodiscard]] QString countText(qint64 count);
/// "97.3 %" of a share from 0 to 1.
[[nodiscard]] Figure percentFigure(double share);
[[nodiscard]] QString percentText(double share);
/// The video's file name in a URL: "intro-4k.mp4"; and its host: "pub-12345.r2.dev".
[[nodiscard]] QString nameOfUrl(const QString &url);
[[nodiscard]] QString hostOfUrl(const QString &url);

} // namespace r2cache
