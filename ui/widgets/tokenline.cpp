// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tokenline.h"

#include "ui/servicestate.h"
#include "ui/settingtexts.h"
#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int fieldWidth = 290;

} // namespace

TokenLine::TokenLine(ServiceState &state)
    : m_state(state)
    , m_field(new QLineEdit)
    , m_show(new QPushButton(tr("Show")))
    , m_rotate(new QPushButton(tr("Replace…")))
    , m_caption(makeCaption())
{
    const auto &row = rowOf(Key::ApiToken);
    setObjectName(row.nameText());
    auto *title = new QLabel(settingTitle(row.key));
    title->setBuddy(m_field);
    auto *help = makeCaption(
        tr("%1 Scripts and other programs need it to use the API; whoever has it may do all that "
           "this window does.")
            .arg(settingHelp(row)));
    help->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(title);
    auto *name = makeCaption(row.nameText());
    name->setMinimumWidth(1); // it does not keep the window wide
    head->addWidget(name, 0, Qt::AlignBottom);
    head->addStretch();
    auto *texts = new QVBoxLayout;
    texts->setContentsMargins(0, 4, 0, 0);
    texts->setSpacing(2);
    texts->addLayout(head);
    texts->addWidget(help);
    texts->addStretch();

    m_field->setReadOnly(true);
    m_field->setFixedWidth(fieldWidth);
    m_field->setAccessibleName(settingTitle(row.key));
    m_show->setCheckable(true);
    connect(m_show, &QPushButton::toggled, this, &TokenLine::show);
    auto *copy = new QPushButton(tr("Copy"));
    connect(copy, &QPushButton::clicked, this, &TokenLine::copy);
    m_rotate->setProperty("role", u"destructive"_s);
    connect(m_rotate, &QPushButton::clicked, this, &TokenLine::askRotate);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (auto *button : {m_show, copy, m_rotate})
        buttons->addWidget(button, 1);
    m_caption->setFixedWidth(fieldWidth);
    m_caption->setWordWrap(true);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(m_field);
    column->addLayout(buttons);
    column->addWidget(m_caption);
    column->addStretch();

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 8, 0, 8);
    line->setSpacing(24);
    line->addLayout(texts, 1);
    line->addLayout(column);
    connect(&state, &ServiceState::connectionChanged, this, [this] {
        m_show->setChecked(false);
        show(false);
    });
    show(false);
}

void TokenLine::setSetting(const QJsonObject &setting)
{
    const auto origin = originText(rowOf(Key::ApiToken), setting.value(u"origin").toString());
    const bool isOurs = !origin.isOverridden && !origin.isSaved;
    m_rotate->setEnabled(isOurs);
    m_rotate->setToolTip(origin.way);
    m_caption->setText(isOurs ? tr("generated · a new one counts at once") : origin.text);
    m_caption->setToolTip(origin.way);
    show(m_show->isChecked());
}

void TokenLine::show(bool isShown)
{
    m_field->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    m_field->setText(QString::fromUtf8(m_state.address().token));
    m_field->setCursorPosition(0);
    m_show->setText(isShown ? tr("Hide") : tr("Show"));
}

void TokenLine::copy()
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_state.address().token));
    Q_EMIT said(tr("The token is in the clipboard."));
}

void TokenLine::askRotate()
{
    auto *question = new QMessageBox(
        QMessageBox::Warning, tr("Replace the token"),
        tr("Replace the token by a new one? Scripts, players and other windows that use the old "
           "one "
           "are refused from then on, and need the new one."),
        QMessageBox::NoButton, window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto *replace = question->addButton(tr("Replace"), QMessageBox::DestructiveRole);
    replace->setProperty("role", u"destructive"_s);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(replace, &QPushButton::clicked, this, &TokenLine::rotate);
    question->open();
}

void TokenLine::rotate()
{
    onAnswer(this, m_state.client().rotateToken(), [this](const Result<QByteArray> &token) {
        show(m_show->isChecked());
        Q_EMIT said(token ? tr("The token was replaced.") : token.error().message);
    });
}

bool TokenLine::matches(const QStringList &words) const
{
    const auto &row = rowOf(Key::ApiToken);
    const auto sought
        = QString(row.nameText() + u' ' + settingTitle(row.key) + u' ' + settingHelp(row))
              .toLower();
    return std::ranges::all_of(
        words, [&sought](const QString &word) { return sought.contains(word); });
}

} // namespace r2cache
