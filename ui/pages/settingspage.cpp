// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingspage.h"

#include "ui/pages/settingslist.h"
#include "ui/settingtexts.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/settingline.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

SettingsPage::SettingsPage(
    ServiceState &state, const WindowParts &parts, WindowPreferences preferences)
    : Page(Id::Settings, tr("Settings"), u"settings"_s, Body::Filling, state)
    , m_change(parts.changeSettings)
    , m_owns(parts.ownsService)
    , m_search(new SearchField(tr("Search the settings")))
    , m_onlyChanged(new QCheckBox(tr("Only what is not default")))
    , m_discard(new QPushButton(tr("Discard")))
    , m_apply(new QPushButton(tr("Apply")))
    , m_problem(new QLabel)
    , m_list(new SettingsList(state, preferences))
{
    m_problem->setProperty("role", u"bad"_s);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    body()->addLayout(makeTools());
    body()->addWidget(m_problem);
    body()->addWidget(m_list, 1);
    connect(&state, &ServiceState::settingsChanged, this, &SettingsPage::refreshSoon);
    connect(m_list, &SettingsList::said, this, &Page::said);
    connect(m_list, &SettingsList::changed, this, &SettingsPage::takeChange);
    showChanges();
}

QLayout *SettingsPage::makeTools()
{
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::showMatching);
    connect(m_onlyChanged, &QCheckBox::toggled, this, &SettingsPage::showMatching);
    connect(m_discard, &QPushButton::clicked, this, &SettingsPage::discard);
    m_apply->setProperty("role", u"primary"_s);
    connect(m_apply, &QPushButton::clicked, this, &SettingsPage::apply);
    auto *save = new QAction(tr("Apply"), this);
    save->setShortcut(QKeySequence::Save);
    save->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(save, &QAction::triggered, m_apply, &QPushButton::click);
    addAction(save);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_search, 1);
    row->addWidget(m_onlyChanged);
    row->addWidget(m_discard);
    row->addWidget(m_apply);
    return row;
}

bool SettingsPage::ownsService() const
{
    return m_change && m_owns && m_owns();
}

void SettingsPage::refresh()
{
    onAnswer(this, state().client().settings(), [this](const Result<QJsonObject> &answer) {
        if (!answer) {
            showError(answer.error());
            return;
        }
        showSettings(*answer);
    });
}

void SettingsPage::showSettings(const QJsonObject &settings)
{
    m_list->setSettings(settings, ownsService());
    showMatching();
    showChanges();
    showContent();
}

void SettingsPage::showMatching()
{
    m_list->showMatching(
        m_search->text().toLower().split(u' ', Qt::SkipEmptyParts), m_onlyChanged->isChecked());
}

/// What was refused together may be right together now.
void SettingsPage::takeChange()
{
    for (auto *line : m_list->changedLines())
        line->check();
    m_problem->hide();
    showChanges();
}

void SettingsPage::showChanges()
{
    const auto changed = m_list->changedLines();
    const bool areValid = std::ranges::all_of(
        changed, [](const SettingLine *line) { return line->problem().isEmpty(); });
    m_discard->setEnabled(!changed.isEmpty() && !m_isApplying);
    m_apply->setEnabled(!changed.isEmpty() && areValid && !m_isApplying);
    m_apply->setToolTip(
        changed.isEmpty() ? tr("Nothing is changed")
                          : tr("Save %Ln changes", nullptr, static_cast<int>(changed.size())));
    setCount(changed.isEmpty() ? QString() : tr("%1 new").arg(changed.size()));
}

void SettingsPage::apply()
{
    const auto lines = m_list->changedLines();
    if (lines.isEmpty() || std::exchange(m_isApplying, true))
        return;
    m_problem->hide();
    showChanges();
    const bool anyLocal = std::ranges::any_of(
        lines, [](const SettingLine *line) { return line->row().scope == Scope::Local; });
    if (anyLocal)
        applyThroughStore(lines);
    else
        applyOverRest(lines);
}

/// The one way for what the network may not change; what goes along with it stays together.
void SettingsPage::applyThroughStore(const QList<SettingLine *> &lines)
{
    WindowParts::SettingChanges changes;
    for (const auto *line : lines)
        changes.insert(line->row().key, line->change());
    onAnswer(this, m_change(changes), [this, lines](const Result<> &changed) {
        m_isApplying = false;
        if (changed)
            finish(lines);
        else
            showRefusal(lines, changed.error());
    });
}

void SettingsPage::applyOverRest(const QList<SettingLine *> &lines)
{
    QJsonObject changes;
    for (const auto *line : lines) {
        const auto change = line->change();
        changes.insert(line->row().nameText(), change ? QJsonValue(*change) : QJsonValue());
    }
    onAnswer(
        this, state().client().changeSettings(changes),
        [this, lines](const Result<QJsonObject> &answer) {
            m_isApplying = false;
            if (answer)
                finish(lines);
            else
                showRefusal(lines, answer.error());
        });
}

void SettingsPage::finish(const QList<SettingLine *> &lines)
{
    QStringList waiting;
    for (auto *line : lines) {
        line->applied();
        if (line->row().applied == Applied::Restart) {
            line->setWaitsForRestart(true);
            waiting.append(settingTitle(line->row().key));
        }
    }
    showChanges();
    Q_EMIT said(
        waiting.isEmpty()
            ? tr("%Ln settings were saved.", nullptr, static_cast<int>(lines.size()))
            : tr("Saved. After a restart of r2cache it counts: %1.").arg(waiting.join(u", "_s)));
    refreshSoon();
}

/// The API names each key with what is wrong, one a line: each beside its field.
void SettingsPage::showRefusal(const QList<SettingLine *> &lines, const Error &error)
{
    QStringList others;
    for (const auto sentences = error.message.split(u'\n', Qt::SkipEmptyParts);
         const auto &sentence : sentences) {
        const auto named = std::ranges::find_if(lines, [&sentence](const SettingLine *line) {
            return sentence.startsWith(line->row().nameText());
        });
        if (named == lines.end()) {
            others.append(sentence);
            continue;
        }
        (*named)->setProblem(sentence);
        m_list->ensureWidgetVisible(*named);
    }
    m_problem->setText(others.join(u'\n'));
    m_problem->setVisible(!others.isEmpty());
    Q_EMIT said(tr("Nothing was saved: %1").arg(error.message.section(u'\n', 0, 0)));
    showChanges();
}

void SettingsPage::discard()
{
    for (auto *line : m_list->changedLines())
        line->discard();
    m_problem->hide();
    showChanges();
}

void SettingsPage::reveal(const QString &item)
{
    m_onlyChanged->setChecked(false);
    m_search->setText(item);
    m_search->setFocus();
}

int SettingsPage::unsaved() const
{
    return static_cast<int>(m_list->changedLines().size());
}

bool SettingsPage::focusSearch()
{
    m_search->take();
    return true;
}

} // namespace r2cache
