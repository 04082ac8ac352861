// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewpage.h"

#include "ui/pages/attentioncard.h"
#include "ui/pages/fillingcard.h"
#include "ui/pages/greetingcard.h"
#include "ui/pages/overviewcharts.h"
#include "ui/pages/overviewfigures.h"
#include "ui/pages/savedcard.h"
#include "ui/widgets/cardlayout.h"

#include <QSettings>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto betweenMinutes = 60s;
constexpr std::chrono::milliseconds betweenHours = 5min;
constexpr int narrowestList = 270;

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

OverviewPage::OverviewPage(ServiceState &state)
    : Page(Id::Overview, tr("Overview"), u"overview"_s, Body::Scrolling, state)
    , m_greeting(new GreetingCard)
    , m_figures(new OverviewFigures)
    , m_charts(new OverviewCharts)
    , m_filling(new FillingCard)
    , m_attention(new AttentionCard)
    , m_saved(new SavedCard)
{
    auto *lists = new CardLayout(narrowestList);
    lists->addCard(m_filling, 3);
    lists->addCard(m_attention, 2);
    body()->addWidget(m_greeting);
    body()->addWidget(m_figures);
    body()->addWidget(m_charts, 1);
    body()->addLayout(lists);
    body()->addWidget(m_saved);
    body()->addStretch(0);

    m_history.setInterval(betweenMinutes);
    connect(&m_history, &QTimer::timeout, this, [this] {
        if (!this->state().isConnected())
            return;
        fetchMinutes();
        if (nowMs() - m_hoursAt >= betweenHours.count())
            fetchHours();
    });
    connect(&state, &ServiceState::statusChanged, this, &OverviewPage::takeStatus);
    connect(&state, &ServiceState::downloadsChanged, this, &OverviewPage::showDownloads);
    connect(&state, &ServiceState::settingsChanged, this, &OverviewPage::fetchSettings);
    connect(
        m_figures, &OverviewFigures::healthWanted, this, [this] { Q_EMIT pageWanted(Id::Health); });
    connect(m_filling, &FillingCard::opened, this, [this] { Q_EMIT pageWanted(Id::Downloads); });
    connect(m_attention, &AttentionCard::detailsWanted, this, [this] {
        Q_EMIT pageWanted(Id::Health);
    });
    connect(m_attention, &AttentionCard::downloadsWanted, this, [this] {
        Q_EMIT pageWanted(Id::Downloads);
    });
    connect(m_attention, &AttentionCard::retryWanted, this, &OverviewPage::retry);
    connect(
        m_greeting, &GreetingCard::prepareWanted, this, [this] { Q_EMIT pageWanted(Id::Prepare); });
    connect(m_greeting, &GreetingCard::preCacheWanted, this, [this] { Q_EMIT preCacheWanted({}); });
    connect(m_greeting, &GreetingCard::said, this, &Page::said);
}

void OverviewPage::refresh()
{
    fetchSettings();
    fetchMinutes();
    fetchHours();
    show();
}

void OverviewPage::activated()
{
    m_history.start();
    if (m_minutesAt > 0 && state().isConnected()) {
        if (nowMs() - m_minutesAt >= std::chrono::milliseconds(betweenMinutes).count())
            fetchMinutes();
        if (nowMs() - m_hoursAt >= betweenHours.count())
            fetchHours();
    }
    show();
}

void OverviewPage::deactivated()
{
    m_history.stop();
}

void OverviewPage::fetchMinutes()
{
    m_minutesAt = nowMs();
    onAnswer(
        this, state().client().history(u"minute"_s), [this](const Result<QJsonObject> &history) {
            if (!history)
                return showError(history.error());
            m_minutes = stepsOf(*history, nowMs());
            m_atMinutes = state().status() ? std::optional(state().status()->cache) : std::nullopt;
            m_charts->setMinutes(m_minutes);
            show();
        });
}

void OverviewPage::fetchHours()
{
    m_hoursAt = nowMs();
    onAnswer(this, state().client().history(u"hour"_s), [this](const Result<QJsonObject> &history) {
        if (!history)
            return showError(history.error());
        m_hours = stepsOf(*history, nowMs());
        m_charts->setHours(m_hours);
        show();
    });
}

void OverviewPage::fetchSettings()
{
    if (!state().isConnected())
        return;
    onAnswer(this, state().client().settings(), [this](const Result<QJsonObject> &settings) {
        if (!settings)
            return; // the figure is left out
        const auto value
            = settings->value(u"CACHE_MIN_FREE_GB").toObject().value(u"value").toDouble(-1);
        m_minFreeBytes = value < 0 ? -1 : static_cast<qint64>(value * 1024 * 1024 * 1024);
        show();
    });
}

/// Also while the page is hidden: the charts then have no hole.
void OverviewPage::takeStatus()
{
    m_live.add(nowMs(), *state().status());
    if (isActive())
        show();
}

void OverviewPage::show()
{
    const auto &status = state().status();
    if (!status)
        return;
    const auto now = nowMs();
    const auto &cache = status->cache;
    const bool isEmpty = cache.entryCount == 0 && state().downloads().isEmpty();
    const bool isNew = isEmpty && cache.bytesFromOrigin == 0 && cache.bytesFromCache == 0;
    showDownloads();
    m_greeting->setProxyAddress(u"http://localhost:%1"_s.arg(status->proxyPort));
    m_greeting->setVisible(isEmpty);
    m_charts->setVisible(!isNew);
    m_saved->setVisible(!isNew);
    m_filling->setVisible(!isNew);
    m_attention->setVisible(!isNew || !m_attention->notes()->notes().isEmpty());

    m_figures->setStatus(*status, m_minFreeBytes);
    auto day = sumOf(m_minutes, now - lengthOf(ChartSpan::Day).count());
    if (m_atMinutes && cache.totalHits >= m_atMinutes->totalHits) { // what has happened since
        day.hits += cache.totalHits - m_atMinutes->totalHits;
        day.misses += cache.totalMisses - m_atMinutes->totalMisses;
        day.bytesServed += cache.bytesFromCache - m_atMinutes->bytesFromCache;
        day.bytesFetched += cache.bytesFromOrigin - m_atMinutes->bytesFromOrigin;
    }
    m_figures->setDay(day);
    m_charts->setLive(m_live, now);
    m_saved->set(cache, sumOf(m_hours, 0));
    showContent();
}

void OverviewPage::showDownloads()
{
    if (!isActive())
        return;
    m_filling->set(state().downloads());
    m_attention->set(state().health(), state().failedDownloads());
}

void OverviewPage::retry(const QString &download)
{
    onAnswer(
        this, state().client().actOnDownload(download, u"retry"_s),
        [this](const Result<QJsonObject> &answer) {
            Q_EMIT said(answer ? answer->value(u"message").toString() : answer.error().message);
        });
}

void OverviewPage::restoreView(QSettings &settings)
{
    const int span = settings.value("span", 0).toInt();
    if (span >= 0 && span <= static_cast<int>(ChartSpan::Month))
        m_charts->setSpan(static_cast<ChartSpan>(span));
}

void OverviewPage::saveView(QSettings &settings) const
{
    settings.setValue("span", static_cast<int>(m_charts->span()));
}

} // namespace r2cache
