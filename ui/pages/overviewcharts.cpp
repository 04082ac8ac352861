// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewcharts.h"

#include "ui/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/cardlayout.h"

#include <QButtonGroup>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int narrowestChart = 250;
constexpr int headingHeight = 22; ///< Of both charts, though only one has buttons there.

QString megabytesText(double value)
{
    return OverviewCharts::tr("%1 MB/s").arg(QLocale().toString(value, 'f', 1));
}

QString percentageText(double value)
{
    return percentText(value / 100);
}

} // namespace

OverviewCharts::OverviewCharts(QWidget *parent)
    : QWidget(parent)
    , m_spans(new QButtonGroup(this))
    , m_speed(makeCaption())
    , m_throughput(new LineChart({tr("Throughput served, MB/s"), 0, true, megabytesText}))
    , m_hitRate(new LineChart({tr("Hit rate, %"), 100, false, percentageText}))
{
    auto *row = new CardLayout(narrowestChart, this);
    row->addCard(makeThroughput(), 3);
    row->addCard(makeHitRate(), 2);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    connect(m_spans, &QButtonGroup::idClicked, this, [this](int id) {
        m_span = static_cast<ChartSpan>(id);
        show();
    });
    setSpan(m_span);
}

QWidget *OverviewCharts::makeThroughput()
{
    auto *card = new Card;
    card->setAccessibleName(m_throughput->accessibleName());
    auto *heading = new QHBoxLayout;
    heading->setSpacing(8);
    heading->addStrut(headingHeight);
    heading->addWidget(makeCaption(m_throughput->accessibleName()));
    heading->addStretch();
    heading->addWidget(m_speed);
    card->body()->addLayout(heading);
    card->body()->addWidget(m_throughput, 1);
    return card;
}

QWidget *OverviewCharts::makeHitRate()
{
    auto *card = new Card;
    card->setAccessibleName(m_hitRate->accessibleName());
    auto *heading = new QHBoxLayout;
    heading->addStrut(headingHeight);
    heading->addWidget(makeCaption(m_hitRate->accessibleName()));
    heading->addStretch();
    heading->addWidget(makeSwitch());
    card->body()->addLayout(heading);
    card->body()->addWidget(m_hitRate, 1);
    return card;
}

QWidget *OverviewCharts::makeSwitch()
{
    auto *bar = new QWidget;
    bar->setAccessibleName(tr("How far the charts go back"));
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    const std::pair<ChartSpan, QString> spans[]{
        {ChartSpan::Hour, tr("1 h")}, {ChartSpan::Day, tr("24 h")}, {ChartSpan::Month, tr("30 d")}};
    const QStringList names{tr("Last hour"), tr("Last 24 hours"), tr("Last 30 days")};
    for (const auto &[span, text] : spans) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setToolTip(names.at(static_cast<int>(span)));
        button->setAccessibleName(button->toolTip());
        button->setCheckable(true);
        button->setProperty("role", u"choice"_s);
        m_spans->addButton(button, static_cast<int>(span));
        row->addWidget(button);
    }
    return bar;
}

void OverviewCharts::setSpan(ChartSpan span)
{
    m_span = span;
    m_spans->button(static_cast<int>(span))->setChecked(true);
    show();
}

void OverviewCharts::setMinutes(const QList<HistoryStep> &minutes)
{
    m_minutes = minutes;
    show();
}

void OverviewCharts::setHours(const QList<HistoryStep> &hours)
{
    m_hours = hours;
    show();
}

void OverviewCharts::setLive(const LiveSteps &live, qint64 now)
{
    m_live = live.steps();
    m_now = now;
    m_speed->setText(
        live.bytesPerSecond()
            ? tr("now %1").arg(megabytesText(*live.bytesPerSecond() / (1024 * 1024)))
            : QString());
    show();
}

void OverviewCharts::show()
{
    const auto steps = chartSteps(m_span, m_minutes, m_hours, m_live);
    m_throughput->setSeries(throughputOf(steps), m_span, m_now, gapOf(m_span));
    m_hitRate->setSeries(hitRateOf(steps), m_span, m_now, gapOf(m_span));
}

} // namespace r2cache
