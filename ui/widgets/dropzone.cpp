// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dropzone.h"

#include "ui/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/statelight.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int hintWidth = 460;

} // namespace

DropZone::DropZone(QWidget *parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_hint(makeCaption())
    , m_open(new QPushButton)
    , m_now(new QLabel)
    , m_current(new QLabel)
    , m_next(new QPushButton)
    , m_problemLine(new QWidget)
    , m_problemLight(new StateLight)
    , m_problem(new QLabel)
    , m_line(new QBoxLayout(QBoxLayout::LeftToRight))
{
    setProperty("role", u"drop"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_now->setProperty("role", u"unit"_s);
    m_now->setContentsMargins(12, 0, 0, 0);
    m_current->setTextFormat(Qt::PlainText);
    m_problem->setProperty("role", u"bad"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_next->setProperty("role", u"link"_s);
    m_next->setCursor(Qt::PointingHandCursor);
    auto font = m_current->font();
    font.setBold(true);
    m_current->setFont(font);
    m_problemLight->setState(State::Bad, tr("Problem"), false);
    auto *problem = new QHBoxLayout(m_problemLine);
    problem->setContentsMargins(0, 0, 0, 0);
    problem->setSpacing(6);
    problem->addWidget(m_problemLight, 0, Qt::AlignTop);
    problem->addWidget(m_problem, 1);
    m_problemLine->hide();

    m_line->setSpacing(8);
    m_line->addStretch();
    for (auto *widget :
         std::initializer_list<QWidget *>{m_text, m_hint, m_open, m_now, m_current, m_next})
        m_line->addWidget(widget, 0, Qt::AlignCenter);
    m_line->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addStretch();
    column->addLayout(m_line);
    column->addWidget(m_problemLine, 0);
    column->addStretch();
    connect(m_open, &QPushButton::clicked, this, &DropZone::openClicked);
    connect(m_next, &QPushButton::clicked, this, &DropZone::nextClicked);
    setCurrent({}, {}, false);
    m_isLarge = true;
    setLarge(false);
}

void DropZone::setTexts(
    const QString &text, const QString &another, const QString &hint, const QString &button,
    const QString &now)
{
    m_now->setText(now);
    m_largeText = text;
    m_smallText = another;
    m_text->setText(m_isLarge ? text : another);
    m_hint->setText(hint);
    m_hint->setFixedSize(hintWidth, m_hint->heightForWidth(hintWidth));
    m_open->setText(button);
}

void DropZone::setLarge(bool isLarge)
{
    if (std::exchange(m_isLarge, isLarge) == isLarge)
        return;
    m_line->setDirection(isLarge ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_hint->setVisible(isLarge);
    m_text->setText(isLarge ? m_largeText : m_smallText);
    QFont font = this->font();
    if (isLarge) {
        font.setBold(true);
        font.setPointSizeF(font.pointSizeF() * 1.25);
    }
    m_text->setFont(font);
    m_text->setProperty("role", isLarge ? QString() : u"unit"_s);
    m_open->setProperty("role", isLarge ? u"primary"_s : u"link"_s);
    m_open->setCursor(isLarge ? Qt::ArrowCursor : Qt::PointingHandCursor);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_text, m_open}) {
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
    setSizePolicy(QSizePolicy::Preferred, isLarge ? QSizePolicy::Expanding : QSizePolicy::Maximum);
}

void DropZone::setCurrent(const QString &name, const QString &waiting, bool mayGoOn)
{
    m_current->setText(name);
    m_current->setVisible(!name.isEmpty());
    m_now->setVisible(!name.isEmpty());
    m_next->setText(waiting);
    m_next->setVisible(!waiting.isEmpty());
    m_next->setEnabled(mayGoOn);
}

void DropZone::setActive(bool isActive)
{
    if (property("active").toBool() == isActive)
        return;
    setProperty("active", isActive);
    style()->unpolish(this);
    style()->polish(this);
}

void DropZone::setProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problemLine->setVisible(!sentence.isEmpty());
}

QString DropZone::problem() const
{
    return m_problem->text();
}

} // namespace r2cache
