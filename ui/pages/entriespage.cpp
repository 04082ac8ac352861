// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/entriespage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

EntriesPage::EntriesPage(ServiceState &state)
    : Page(Id::Entries, tr("Entries"), u"entries"_s, Body::Filling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
    connect(&state, &ServiceState::statusChanged, this, &EntriesPage::show);
    connect(&state, &ServiceState::entriesChanged, this, &EntriesPage::refreshSoon);
}

void EntriesPage::refresh()
{
    show();
}

void EntriesPage::show()
{
    const auto &status = state().status();
    if (!status)
        return;
    setCount(status->cache.entryCount > 0 ? countText(status->cache.entryCount) : QString());
    if (status->cache.entryCount == 0) {
        showEmpty(
            tr("No videos yet"),
            tr("Hand over a config on the page Prepare, or cache some videos beforehand."),
            tr("Pre-cache…"));
        return;
    }
    const auto size = bytesFigure(status->cache.currentSizeBytes);
    m_figure->setFigure(countText(status->cache.entryCount), tr("videos"));
    m_text->setText(size.text());
    showContent();
}

void EntriesPage::emptyClicked()
{
    Q_EMIT preCacheWanted({});
}

} // namespace r2cache
