// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/historyseries.h"
#include "ui/page.h"

#include <QTimer>

namespace r2cache {

class AttentionCard;
class FillingCard;
class GreetingCard;
class OverviewCharts;
class OverviewFigures;
class SavedCard;

/// How the cache is doing at a glance.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(ServiceState &state);

    void refresh() override;
    void restoreView(QSettings &settings) override;
    void saveView(QSettings &settings) const override;

protected:
    void activated() override;
    void deactivated() override;

private:
    void fetchMinutes();
    void fetchHours();
    void fetchSettings();
    void takeStatus();
    void show();
    void showDownloads();
    void retry(const QString &download);

    QTimer m_history; ///< While the page is shown.
    LiveSteps m_live;
    QList<HistoryStep> m_minutes;
    QList<HistoryStep> m_hours;
    /// The status that the history of m_minutes ends with.
    std::optional<CacheNumbers> m_atMinutes;
    qint64 m_minutesAt = 0; ///< When they were fetched; 0: never.
    qint64 m_hoursAt = 0;
    qint64 m_minFreeBytes = -1;

    GreetingCard *m_greeting;
    OverviewFigures *m_figures;
    OverviewCharts *m_charts;
    FillingCard *m_filling;
    AttentionCard *m_attention;
    SavedCard *m_saved;
};

} // namespace r2cache
