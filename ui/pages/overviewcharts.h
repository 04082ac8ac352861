// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/historyseries.h"

#include <QWidget>

class QButtonGroup;
class QLabel;

namespace r2cache {

/// The overview's two charts, throughput and hit rate, over the same time.
class OverviewCharts : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewCharts(QWidget *parent = nullptr);

    [[nodiscard]] ChartSpan span() const { return m_span; }
    void setSpan(ChartSpan span);

    void setMinutes(const QList<HistoryStep> &minutes);
    void setHours(const QList<HistoryStep> &hours);
    /// What is served right now, and what no history knows yet. @p now as HistoryStep::start.
    void setLive(const LiveSteps &live, qint64 now);

private:
    QWidget *makeThroughput();
    QWidget *makeHitRate();
    QWidget *makeSwitch();
    void show();

    ChartSpan m_span = ChartSpan::Hour;
    QList<HistoryStep> m_minutes;
    QList<HistoryStep> m_hours;
    QList<HistoryStep> m_live;
    qint64 m_now = 0;
    QButtonGroup *m_spans;
    QLabel *m_speed;
    LineChart *m_throughput;
    LineChart *m_hitRate;
};

} // namespace r2cache
