// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace r2cache {

namespace {

constexpr int textWidth = 460;

QLabel *makeText(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setFixedWidth(textWidth);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_text(makeText(this))
    , m_hint(makeText(this))
    , m_button(new QPushButton(this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setWeight(QFont::DemiBold);
    m_text->setFont(large);
    m_hint->setProperty("role", QStringLiteral("caption"));
    m_button->setProperty("role", QStringLiteral("primary"));
    connect(m_button, &QPushButton::clicked, this, &EmptyState::buttonClicked);

    // Labels that wrap need a column of their own: centred ones are not asked for their height.
    auto *column = new QVBoxLayout;
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_text);
    column->addWidget(m_hint);
    column->addSpacing(8);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addStretch(3);
    auto *row = new QHBoxLayout(this);
    row->addStretch();
    row->addLayout(column);
    row->addStretch();
    setContent({}, {});
}

void EmptyState::setContent(const QString &text, const QString &hint, const QString &button)
{
    m_text->setText(text);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    setAccessibleName(text);
    setAccessibleDescription(hint);
}

QString EmptyState::text() const
{
    return m_text->text();
}

QString EmptyState::hint() const
{
    return m_hint->text();
}

} // namespace r2cache
