// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewpage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

OverviewPage::OverviewPage(ServiceState &state)
    : Page(Id::Overview, tr("Overview"), u"overview"_s, Body::Scrolling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
    connect(&state, &ServiceState::statusChanged, this, &OverviewPage::show);
}

void OverviewPage::refresh()
{
    show();
}

void OverviewPage::show()
{
    const auto &status = state().status();
    if (!status)
        return;
    const auto size = bytesFigure(status->cache.currentSizeBytes);
    m_figure->setFigure(
        size.number,
        tr("%1 of %2, hit rate %3")
            .arg(
                size.unit, bytesText(status->cache.maxSizeBytes),
                percentText(status->cache.hitRate)));
    m_text->setText(
        tr("%n videos in the cache", nullptr, static_cast<int>(status->cache.entryCount)));
    showContent();
}

} // namespace r2cache
