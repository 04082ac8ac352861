// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingslist.h"

#include "ui/settingtexts.h"
#include "ui/widgets/card.h"
#include "ui/widgets/settingline.h"
#include "ui/widgets/tokenline.h"

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

SettingsList::SettingsList(ServiceState &state, WindowPreferences preferences)
    : m_preferences(preferences)
    , m_token(new TokenLine(state))
    , m_others(new Card(tr("Others")))
    , m_othersText(makeCaption())
    , m_nothing(makeCaption(tr("No setting matches.")))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setProperty("role", u"page"_s);
    setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    content->setProperty("role", u"page"_s);
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(0, 0, 4, 0);
    m_column->setSpacing(12);
    addGroups();
    addWindowGroup();
    m_othersText->setWordWrap(true);
    m_others->body()->addWidget(m_othersText);
    m_others->hide();
    m_nothing->hide();
    m_column->addWidget(m_others);
    m_column->addWidget(m_nothing, 0, Qt::AlignHCenter);
    m_column->addStretch();
    setWidget(content);
    connect(m_token, &TokenLine::said, this, &SettingsList::said);
}

void SettingsList::addGroups()
{
    for (const auto groups = settingGroups(); const auto &named : groups) {
        Group group{new Card(named.title), {}, {}};
        for (const auto key : named.keys) {
            if (key == Key::ApiToken) {
                addLine(group, m_token);
                continue;
            }
            auto *line = new SettingLine(rowOf(key));
            connect(line, &SettingLine::changed, this, &SettingsList::changed);
            m_lines.insert(key, line);
            addLine(group, line);
        }
        m_groups.append(group);
        m_column->addWidget(group.card);
    }
}

void SettingsList::addWindowGroup()
{
    Group group{new Card(tr("This window")), {}, {}};
    const auto add = [&](const QString &text, const QString &help, bool isOn, auto set) {
        auto *box = new QCheckBox(text);
        box->setChecked(isOn);
        box->setAccessibleDescription(help);
        connect(box, &QCheckBox::toggled, this, set);
        auto *caption = makeCaption(help);
        caption->setWordWrap(true);
        auto *line = new QWidget;
        line->setProperty("sought", QString(text + u' ' + help).toLower());
        auto *column = new QVBoxLayout(line);
        column->setContentsMargins(0, 8, 0, 8);
        column->setSpacing(2);
        column->addWidget(box);
        column->addWidget(caption);
        addLine(group, line);
    };
    add(tr("Notifications"),
        tr("Says so on the desktop when a download fails, health turns critical or a job is done "
           "while another window is in front."),
        m_preferences.notifies(), [this](bool isOn) { m_preferences.setNotifies(isOn); });
    add(tr("Keep running in the tray when the window is closed"),
        tr("Without it, closing the window ends r2cache, and asks first while renders hold videos. "
           "Where there is no tray, closing always ends it."),
        m_preferences.staysInTray(), [this](bool isOn) { m_preferences.setStaysInTray(isOn); });
    m_groups.append(group);
    m_column->addWidget(group.card);
}

void SettingsList::addLine(Group &group, QWidget *line)
{
    auto *separator = new QFrame;
    separator->setProperty("role", u"line"_s);
    separator->setFixedHeight(1);
    separator->setHidden(group.lines.isEmpty());
    group.card->body()->addWidget(separator);
    group.card->body()->addWidget(line);
    group.lines.append(line);
    group.separators.append(separator);
}

QList<SettingLine *> SettingsList::changedLines() const
{
    QList<SettingLine *> changed;
    for (auto *line : m_lines) {
        if (line->isChanged())
            changed.append(line);
    }
    return changed;
}

void SettingsList::setSettings(const QJsonObject &settings, bool localAllowed)
{
    for (auto *line : std::as_const(m_lines)) {
        const auto setting = settings.value(line->row().nameText()).toObject();
        line->setSetting(setting, localAllowed);
        line->setEnabled(!setting.isEmpty()); // an older service does not have it
    }
    m_token->setSetting(settings.value(rowOf(Key::ApiToken).nameText()).toObject());
    showOthers(settings);
}

/// What a newer service has and this window does not know.
void SettingsList::showOthers(const QJsonObject &settings)
{
    QStringList texts;
    for (auto one = settings.begin(); one != settings.end(); ++one) {
        if (rowNamed(one.key()) == nullptr) {
            texts.append(
                one.key() + u" = "_s + one->toObject().value(u"value").toVariant().toString());
        }
    }
    m_othersText->setText(texts.join(u'\n'));
}

bool SettingsList::matches(const QWidget *widget, const QStringList &words, bool onlyChanged)
{
    if (const auto *line = qobject_cast<const SettingLine *>(widget)) {
        return line->matches(words) && (!onlyChanged || !line->isDefault() || line->isChanged());
    }
    if (onlyChanged)
        return false;
    if (const auto *token = qobject_cast<const TokenLine *>(widget))
        return token->matches(words);
    const auto sought = widget->property("sought").toString();
    return std::ranges::all_of(
        words, [&sought](const QString &word) { return sought.contains(word); });
}

void SettingsList::showMatching(const QStringList &words, bool onlyChanged)
{
    bool any = false;
    for (const auto &group : std::as_const(m_groups)) {
        bool anyHere = false;
        for (qsizetype i = 0; i < group.lines.size(); ++i) {
            const bool isShown = matches(group.lines[i], words, onlyChanged);
            group.lines[i]->setVisible(isShown);
            group.separators[i]->setVisible(isShown && anyHere);
            anyHere = anyHere || isShown;
        }
        group.card->setVisible(anyHere);
        any = any || anyHere;
    }
    m_others->setVisible(!m_othersText->text().isEmpty() && words.isEmpty() && !onlyChanged);
    m_nothing->setVisible(!any);
}

} // namespace r2cache
