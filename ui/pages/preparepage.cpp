// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/preparepage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

PreparePage::PreparePage(ServiceState &state)
    : Page(Id::Prepare, tr("Prepare"), u"prepare"_s, Body::Filling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
}

void PreparePage::refresh()
{
    show();
}

void PreparePage::show()
{
    m_figure->hide();
    m_text->setText(tr("Configs are prepared by \"r2cache prepare\" or over REST so far."));
    showContent();
}

} // namespace r2cache
