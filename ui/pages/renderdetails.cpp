// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/renderdetails.h"

#include "core/protocol/times.h"
#include "ui/format.h"
#include "ui/pages/rendersmodel.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/phasebar.h"
#include "ui/widgets/statelight.h"

#include <QGridLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownFallbacks = 50; // a report may have 2,000

QLabel *makeText(const QString &text = {})
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// The API's words of phases, as people read them.
QString phaseName(const QString &word)
{
    if (word == u"caching")
        return RenderDetails::tr("caching");
    if (word == u"bundling")
        return RenderDetails::tr("bundling");
    if (word == u"rendering")
        return RenderDetails::tr("rendering");
    if (word == u"encoding")
        return RenderDetails::tr("encoding");
    return word;
}

void clear(QLayout *layout)
{
    while (auto *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

RenderDetails::RenderDetails(QWidget *parent)
    : QScrollArea(parent)
    , m_content(new QWidget)
    , m_name(makeText())
    , m_light(new StateLight)
    , m_error(makeText())
    , m_phases(new PhaseBar)
    , m_numbers(new QGridLayout)
    , m_fallbacksTitle(makeCaption())
    , m_fallbacks(new QVBoxLayout)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(220);
    viewport()->setAutoFillBackground(false);
    QFont bold = m_name->font();
    bold.setWeight(QFont::DemiBold);
    bold.setPointSizeF(bold.pointSizeF() * 1.1);
    m_name->setFont(bold);
    m_error->setProperty("role", u"bad"_s);
    m_numbers->setHorizontalSpacing(12);
    m_numbers->setVerticalSpacing(4);
    m_numbers->setColumnStretch(1, 1);
    m_fallbacks->setSpacing(4);
    auto *copy = new QPushButton(tr("Copy report"));
    copy->setToolTip(tr("Copy the whole report as JSON"));
    connect(copy, &QPushButton::clicked, this, &RenderDetails::copyWanted);

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(8);
    column->addWidget(m_name);
    column->addWidget(m_light);
    column->addWidget(m_error);
    column->addSpacing(4);
    column->addWidget(m_phases);
    column->addSpacing(4);
    column->addLayout(m_numbers);
    column->addWidget(m_fallbacksTitle);
    column->addLayout(m_fallbacks);
    column->addSpacing(8);
    column->addWidget(copy);
    column->addStretch();
    setWidget(m_content);
    m_content->setAutoFillBackground(false);
    setReport({});
}

void RenderDetails::setReport(const QJsonObject &report)
{
    m_report = report;
    setVisible(!report.isEmpty());
    const bool isDone = report.value(u"success").toBool();
    m_name->setText(renderName(report));
    m_light->setState(isDone ? State::Good : State::Bad, isDone ? tr("done") : tr("failed"));
    const auto error = report.value(u"error").toString();
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());

    QList<PhaseBar::Phase> phases;
    for (const auto all = report.value(u"phases").toArray(); const auto &item : all) {
        const auto word = item[u"name"_s].toString();
        if (word != u"completed") // the end itself takes no time
            phases.append({phaseName(word), item[u"timeMs"_s].toInteger()});
    }
    m_phases->setPhases(phases);
    m_phases->setVisible(!phases.isEmpty());
    showNumbers();
    showFallbacks();
}

void RenderDetails::showNumbers()
{
    clear(m_numbers);
    const auto number = [this](QStringView name) {
        return m_report.value(name).toInteger();
    };
    int row = 0;
    const auto add = [&](const QString &name, const QString &text, const QString &toolTip = {}) {
        auto *caption = makeCaption(name);
        caption->setAlignment(Qt::AlignTop);
        m_numbers->addWidget(caption, row, 0);
        auto *value = makeText(text);
        value->setFont(captionFont(value->font()));
        value->setToolTip(toolTip);
        m_numbers->addWidget(value, row++, 1);
    };
    add(tr("Finished"), timeText(timeFromJson(m_report.value(u"createdAt"))));
    add(tr("Took"), durationText(number(u"renderTimeMs")));
    add(tr("Caching took"), durationText(number(u"cacheProcessingTimeMs")));
    if (const auto exitCode = m_report.value(u"exitCode"); exitCode.isDouble())
        add(tr("Exit code"), QLocale().toString(exitCode.toInt()));
    const auto cached = m_report.value(u"cachedUrls").toArray();
    add(tr("Cached videos"), countText(cached.size()));
    add(tr("Hits, misses"),
        tr("%1, %2").arg(countText(number(u"hits")), countText(number(u"misses"))));
    add(tr("From cache"), bytesText(number(u"bytesFromCache")));
    add(tr("From origin"), bytesText(number(u"bytesFromOrigin")));
    if (const auto slowest = m_report.value(u"slowestAsset").toObject(); !slowest.isEmpty()) {
        const auto url = slowest.value(u"url").toString();
        add(tr("Slowest"),
            tr("%1, %2").arg(nameOfUrl(url), durationText(slowest.value(u"timeMs").toInteger())),
            url);
    }
}

void RenderDetails::showFallbacks()
{
    clear(m_fallbacks);
    const auto fallbacks = m_report.value(u"fallbacks").toArray();
    m_fallbacksTitle->setText(
        tr("%Ln videos kept their original URL", nullptr, static_cast<int>(fallbacks.size())));
    m_fallbacksTitle->setVisible(!fallbacks.isEmpty());
    for (int i = 0; i < std::min<int>(static_cast<int>(fallbacks.size()), shownFallbacks); ++i) {
        const auto url = fallbacks[i][u"url"_s].toString();
        auto *name = makeText(nameOfUrl(url));
        name->setToolTip(url);
        auto *error = makeText(fallbacks[i][u"error"_s].toString());
        error->setFont(captionFont(error->font()));
        error->setProperty("role", u"caption"_s);
        auto *light = new StateLight;
        light->setState(State::Warning, tr("kept its original URL"), false);
        auto *line = new QWidget;
        auto *grid = new QGridLayout(line);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(6);
        grid->setVerticalSpacing(0);
        grid->setColumnStretch(1, 1);
        grid->addWidget(light, 0, 0);
        grid->addWidget(name, 0, 1);
        grid->addWidget(error, 1, 1);
        m_fallbacks->addWidget(line);
    }
    if (const auto more = fallbacks.size() - shownFallbacks; more > 0)
        m_fallbacks->addWidget(makeCaption(tr("and %Ln more", nullptr, static_cast<int>(more))));
}

} // namespace r2cache
