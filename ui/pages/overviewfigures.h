// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/historyseries.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace r2cache {

class AmountBar;
class Card;
class FigureLabel;
class StateFigure;

/// The overview's cards with a large figure each: hit rate, cache, disk, health.
class OverviewFigures : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewFigures(QWidget *parent = nullptr);

    /// @param minFreeBytes  what the cache leaves free; negative: not known.
    void setStatus(const ServiceStatus &status, qint64 minFreeBytes);
    /// What happened in the last 24 hours.
    void setDay(const HistoryStep &day);

Q_SIGNALS:
    void healthWanted();

private:
    Card *makeHitRate();
    Card *makeCache();
    Card *makeDisk();
    Card *makeHealth();
    void showCache(const ServiceStatus &status);
    void showDisk(const ServiceStatus &status, qint64 minFreeBytes);
    void showHealth(const HealthInfo &health);

    FigureLabel *m_hitRate;
    QLabel *m_hitRateText;
    FigureLabel *m_cache;
    AmountBar *m_cacheBar;
    QLabel *m_cacheText;
    FigureLabel *m_disk;
    AmountBar *m_diskBar;
    QLabel *m_diskText;
    StateFigure *m_health;
    QLabel *m_healthText;
};

} // namespace r2cache
