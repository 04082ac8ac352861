// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <chrono>

namespace r2cache {

// What is written beside a chart. Pure.

/// The smallest round number that is not below @p highest and whose half is round, too: 1, 2, 4, 6,
/// 8 or 10 times a power of ten; 1 for nothing.
[[nodiscard]] double niceTop(double highest);

/// How far a chart goes back.
enum class ChartSpan
{
    Hour,
    Day,
    Month, ///< 30 days.
};

[[nodiscard]] std::chrono::milliseconds lengthOf(ChartSpan span);

/// A word below the chart.
struct TimeMark
{
    double share = 0; ///< Where, from 0 (oldest) to 1 (now).
    QString text;

    friend bool operator==(const TimeMark &, const TimeMark &) = default;
};

/// "60 min ago", "30", "now"; with @p areMany quarters, or thirds of a month.
[[nodiscard]] QList<TimeMark> timeMarks(ChartSpan span, bool areMany);

/// When a point of the chart was, as short as is clear: "14:05", "Tue 14:05", "21 Nov 14:00".
[[nodiscard]] QString momentText(ChartSpan span, qint64 milliseconds);

} // namespace r2cache
