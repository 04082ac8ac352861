// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/renderspage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

RendersPage::RendersPage(ServiceState &state)
    : Page(Id::Renders, tr("Renders"), u"renders"_s, Body::Filling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
}

void RendersPage::refresh()
{
    onAnswer(this, state().client().renders(1, 0), [this](const Result<QJsonObject> &answer) {
        if (!answer) {
            showError(answer.error());
            return;
        }
        show(answer->value(u"pagination").toObject().value(u"total").toInteger());
    });
}

void RendersPage::show(qint64 total)
{
    if (total == 0) {
        showEmpty(
            tr("No renders yet"),
            tr("\"r2cache render\" leaves its report here: what was cached, how long it took."));
        return;
    }
    m_figure->setFigure(countText(total), tr("reports"));
    showContent();
}

} // namespace r2cache
