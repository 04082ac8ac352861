// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingspage.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

SettingsPage::SettingsPage(ServiceState &state)
    : Page(Id::Settings, tr("Settings"), u"settings"_s, Body::Scrolling, state)
    , m_figure(new FigureLabel)
    , m_text(makeCaption())
{
    auto *card = new Card(title());
    card->body()->addWidget(m_figure);
    card->body()->addWidget(m_text);
    body()->addWidget(card);
    body()->addStretch();
    connect(&state, &ServiceState::settingsChanged, this, &SettingsPage::refreshSoon);
}

void SettingsPage::refresh()
{
    onAnswer(this, state().client().settings(), [this](const Result<QJsonObject> &answer) {
        if (!answer) {
            showError(answer.error());
            return;
        }
        show(*answer);
    });
}

void SettingsPage::show(const QJsonObject &settings)
{
    QStringList lines;
    for (auto one = settings.begin(); one != settings.end(); ++one) {
        const auto setting = one->toObject();
        lines.append(
            one.key() + u" = "_s + setting.value(u"value").toVariant().toString() + u" ("_s
            + setting.value(u"origin").toString() + u')');
    }
    m_figure->hide();
    m_text->setText(lines.join(u'\n'));
    showContent();
}

} // namespace r2cache
