// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chartscale.h"

#include "ui/format.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class Chart
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::Chart)
};

QString agoText(ChartSpan span)
{
    switch (span) {
    case ChartSpan::Hour:
        return Chart::tr("60 min ago");
    case ChartSpan::Day:
        return Chart::tr("24 h ago");
    case ChartSpan::Month:
        break;
    }
    return Chart::tr("30 days ago");
}

/// The span in the unit of agoText().
double unitsOf(ChartSpan span)
{
    switch (span) {
    case ChartSpan::Hour:
        return 60;
    case ChartSpan::Day:
        return 24;
    case ChartSpan::Month:
        break;
    }
    return 30;
}

} // namespace

double niceTop(double highest)
{
    if (!(highest > 0) || !std::isfinite(highest))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(highest)));
    for (const double step : std::array{1.0, 2.0, 4.0, 6.0, 8.0}) {
        if (highest <= step * power * (1 + 1e-9)) // 0.3 is a little more than 3 * 0.1
            return step * power;
    }
    return 10 * power;
}

std::chrono::milliseconds lengthOf(ChartSpan span)
{
    switch (span) {
    case ChartSpan::Hour:
        return 1h;
    case ChartSpan::Day:
        return 24h;
    case ChartSpan::Month:
        break;
    }
    return 24h * 30;
}

QList<TimeMark> timeMarks(ChartSpan span, bool areMany)
{
    QList<TimeMark> marks{{0, agoText(span)}};
    const double step = !areMany ? 0.5 : span == ChartSpan::Month ? 1.0 / 3 : 0.25;
    for (double share = step; share < 0.99; share += step)
        marks.append({share, QLocale().toString(unitsOf(span) * (1 - share), 'g', 3)});
    marks.append({1, Chart::tr("now")});
    return marks;
}

QString momentText(ChartSpan span, qint64 milliseconds)
{
    const QLocale locale;
    const auto time = QDateTime::fromMSecsSinceEpoch(milliseconds);
    auto clock = locale.toString(time.time(), QLocale::ShortFormat);
    switch (span) {
    case ChartSpan::Hour:
        return clock;
    case ChartSpan::Day:
        return QString(
            locale.dayName(time.date().dayOfWeek(), QLocale::ShortFormat) + u' ' + clock);
    case ChartSpan::Month:
        break;
    }
    return QString(locale.toString(time.date(), QLocale::ShortFormat) + u' ' + clock);
}

} // namespace r2cache
