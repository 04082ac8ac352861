// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logpage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

LogPage::LogPage(ServiceState &state)
    : Page(Id::Log, tr("Log"), u"log"_s, Body::Filling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
}

void LogPage::refresh()
{
    onAnswer(
        this, state().client().logs(u"debug"_s, -1, 200),
        [this](const Result<QJsonObject> &answer) {
            if (!answer) {
                showError(answer.error());
                return;
            }
            show(answer->value(u"lines").toArray());
        });
}

void LogPage::show(const QJsonArray &lines)
{
    QStringList texts;
    for (const auto &line : lines)
        texts.prepend(line.toObject().value(u"message").toString());
    m_figure->hide();
    m_text->setText(texts.mid(0, 25).join(u'\n'));
    showContent();
}

} // namespace r2cache
