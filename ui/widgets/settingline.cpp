// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settingline.h"

#include "core/settings/settingvalue.h"
#include "ui/icons.h"
#include "ui/settingtexts.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/settingeditor.h"

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int fieldWidth = 320;
constexpr int wideEnough = 660; // for the name beside the title

} // namespace

SettingLine::SettingLine(const SettingRow &row)
    : m_row(row)
    , m_editor(SettingEditor::make(row))
    , m_title(new QLabel(settingTitle(row.key)))
    , m_name(makeCaption(row.nameText()))
    , m_help(makeCaption())
    , m_caption(makeCaption())
    , m_problem(new QLabel)
    , m_reset(new QToolButton)
{
    setObjectName(row.nameText());
    m_editor->setEnabled(false);
    m_text = m_editor->text(); // before the service has said anything, nothing is changed
    m_sought = QString(row.nameText() + u' ' + settingTitle(row.key) + u' ' + settingHelp(row))
                   .toLower();
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 8, 0, 8);
    line->setSpacing(24);
    line->addLayout(makeTexts(), 1);
    line->addLayout(makeField());
    connect(m_editor, &SettingEditor::edited, this, &SettingLine::takeEdit);
    connect(m_reset, &QToolButton::clicked, this, &SettingLine::reset);
}

QBoxLayout *SettingLine::makeTexts()
{
    m_title->setBuddy(m_editor->field());
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setMinimumWidth(1); // it does not keep the window wide
    m_help->setWordWrap(true);
    showName();
    m_editor->field()->setAccessibleDescription(m_help->text());
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_name, 0, Qt::AlignBottom);
    head->addStretch();
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 4, 0, 0); // the title on one line with the field
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_help);
    column->addStretch();
    return column;
}

/// In a narrow window the name goes where lines wrap.
void SettingLine::showName()
{
    const bool isWide = width() >= wideEnough;
    QStringList texts{settingHelp(m_row), settingLimits(m_row)};
    if (!isWide)
        texts.append(m_row.nameText());
    texts.removeAll(QString());
    m_help->setText(texts.join(u' '));
    m_name->setVisible(isWide);
}

void SettingLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showName();
}

QBoxLayout *SettingLine::makeField()
{
    m_reset->setIcon(themedIcon(u"undo"_s));
    auto policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // the fields stay below each other
    m_reset->setSizePolicy(policy);
    m_reset->setAccessibleName(tr("Back to the default: %1").arg(settingTitle(m_row.key)));
    m_editor->setFixedWidth(fieldWidth - 34);
    m_problem->setProperty("role", u"bad"_s);
    m_problem->setWordWrap(true);
    m_problem->setFont(captionFont(m_problem->font()));
    m_problem->hide();
    for (auto *label : {m_caption, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setFixedWidth(fieldWidth);
    }
    auto *field = new QHBoxLayout;
    field->setSpacing(4);
    field->addWidget(m_editor);
    field->addWidget(m_reset);
    auto *column = new QVBoxLayout;
    column->setSpacing(2);
    column->addLayout(field);
    column->addWidget(m_caption);
    column->addWidget(m_problem);
    column->addStretch();
    return column;
}

void SettingLine::setSetting(const QJsonObject &setting, bool localAllowed)
{
    const bool wasChanged = isChanged();
    m_setting = setting;
    m_localAllowed = localAllowed;
    m_origin = setting.value(u"origin").toString();
    const auto origin = originText(m_row, m_origin);
    m_isEditable = !origin.isOverridden && (m_row.scope == Scope::Remote || localAllowed);
    m_editor->setEnabled(m_isEditable);
    if (!wasChanged || !m_isEditable)
        discard();
    else
        showOrigin();
}

void SettingLine::discard()
{
    m_isReset = false;
    m_editor->setValue(m_setting.value(u"value"));
    m_text = m_editor->text();
    setProblem({});
    showOrigin();
}

void SettingLine::applied()
{
    m_isReset = false;
    m_text = m_editor->text();
    setProblem({});
    showOrigin();
}

bool SettingLine::isChanged() const
{
    return m_isReset || m_editor->text() != m_text;
}

std::optional<QString> SettingLine::change() const
{
    // An emptied text is one that is not set, wherever the type has no empty value.
    const auto text = m_editor->text();
    if (m_isReset || (text.isEmpty() && !mayBeEmpty(m_row.type)))
        return std::nullopt;
    return text;
}

void SettingLine::takeEdit()
{
    m_isReset = false;
    check();
    showOrigin();
    Q_EMIT changed();
}

void SettingLine::reset()
{
    if (m_origin == u"saved") {
        m_editor->setToDefault();
        m_isReset = true;
        setProblem({});
        showOrigin();
    } else {
        discard();
    }
    Q_EMIT changed();
}

/// In the words of the service, which reads it by the same function.
void SettingLine::check()
{
    const auto text = m_editor->text();
    if (!isChanged() || text.isEmpty()) {
        setProblem({});
        return;
    }
    const auto value = parseSettingValue(m_row, text);
    setProblem(value ? QString() : tr("Allowed: %1.").arg(value.error().message));
}

void SettingLine::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

QString SettingLine::problem() const
{
    return m_problem->text();
}

void SettingLine::setWaitsForRestart(bool waits)
{
    m_waits = waits;
    showOrigin();
}

QString SettingLine::originShown() const
{
    return m_caption->text();
}

void SettingLine::showOrigin()
{
    const auto origin = originText(m_row, m_origin);
    const bool isNew = isChanged();
    QString text;
    QString toolTip;
    if (isNew) {
        text = m_isReset ? tr("back to the default, not applied yet") : tr("not applied yet");
    } else if (m_waits) {
        text = tr("%1 · waits for a restart").arg(origin.text);
    } else if (origin.isOverridden) {
        text = origin.text;
        toolTip = origin.way;
    } else if (!m_isEditable) {
        text = tr("%1 · changed only where it runs").arg(origin.text);
        toolTip = tr("%1 is not changed over the network: set it in .env or in the environment of "
                     "r2cache, on the machine where the service runs.")
                      .arg(m_row.nameText());
    } else {
        text = tr("%1 · %2").arg(origin.text, appliedText(m_row.applied));
        toolTip = tr("Comes from: %1. A change takes effect: %2.")
                      .arg(origin.text, appliedText(m_row.applied));
    }
    m_caption->setText(text);
    m_caption->setToolTip(toolTip);
    m_editor->setToolTip(m_isEditable ? QString() : toolTip);
    QFont font = m_title->font();
    font.setBold(isNew);
    m_title->setFont(font);
    const bool canReset = m_isEditable && (isNew || origin.isSaved) && !m_isReset;
    m_reset->setEnabled(canReset);
    m_reset->setToolTip(
        origin.isSaved ? tr("Forget the saved value: back to the default") : tr("Undo the change"));
    m_reset->setVisible(canReset);
}

bool SettingLine::matches(const QStringList &words) const
{
    return std::ranges::all_of(
        words, [this](const QString &word) { return m_sought.contains(word); });
}

} // namespace r2cache
