// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/downloadspage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

DownloadsPage::DownloadsPage(ServiceState &state)
    : Page(Id::Downloads, tr("Downloads"), u"downloads"_s, Body::Filling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
    connect(&state, &ServiceState::downloadsChanged, this, &DownloadsPage::show);
}

void DownloadsPage::refresh()
{
    show();
}

void DownloadsPage::show()
{
    const auto all = state().downloads().size();
    setCount(all > 0 ? countText(all) : QString());
    if (all == 0 && state().failedDownloads().isEmpty()) {
        showEmpty(
            tr("Nothing is being downloaded"),
            tr("Downloads begin when a config is prepared, a render reads a video that is not here "
               "yet, or you pre-cache some."),
            tr("Pre-cache…"));
        return;
    }
    m_figure->setFigure(countText(all), speedText(state().downloadSpeed()));
    m_text->setText(tr("%n failed", nullptr, static_cast<int>(state().failedDownloads().size())));
    showContent();
}

void DownloadsPage::emptyClicked()
{
    Q_EMIT preCacheWanted({});
}

} // namespace r2cache
