// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/healthpage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

HealthPage::HealthPage(ServiceState &state)
    : Page(Id::Health, tr("Health"), u"health"_s, Body::Scrolling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
    connect(&state, &ServiceState::healthChanged, this, &HealthPage::show);
    connect(&state, &ServiceState::statusChanged, this, &HealthPage::show);
}

void HealthPage::refresh()
{
    show();
}

void HealthPage::show()
{
    const auto health = state().health();
    if (health.status.isEmpty())
        return;
    const auto issues = health.issues.size();
    setCount(issues > 0 ? countText(issues) : QString());
    m_figure->setFigure(
        issues > 0 ? countText(issues) : tr("All is well"),
        issues > 0 ? tr("issues") : QString());
    m_text->setText(health.issues.join(u'\n'));
    showContent();
}

} // namespace r2cache
