// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace r2cache {

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(makeCaption({}, this))
    , m_body(new QVBoxLayout(this))
{
    setProperty("role", QStringLiteral("card"));
    m_body->setContentsMargins(padding, padding, padding, padding);
    m_body->setSpacing(4);
    m_body->addWidget(m_title);
    setTitle(title);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

FigureLabel::FigureLabel(QWidget *parent)
    : QWidget(parent)
    , m_number(new QLabel(this))
    , m_unit(new QLabel(this))
{
    m_number->setFont(figureFont(font()));
    m_unit->setProperty("role", QStringLiteral("unit"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_number, 0, Qt::AlignBottom);
    row->addWidget(m_unit, 1, Qt::AlignBottom);
    // On one base line with the figure, whose descent is the larger.
    const QFontMetrics large(m_number->font());
    const QFontMetrics small(m_unit->font());
    m_unit->setContentsMargins(0, 0, 0, large.descent() - small.descent());
}

void FigureLabel::setFigure(const QString &number, const QString &unit)
{
    m_number->setText(number);
    m_unit->setText(unit);
    setAccessibleName(QString(number + u' ' + unit).trimmed());
}

QLabel *makeCaption(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("caption"));
    label->setFont(captionFont(label->font()));
    return label;
}

} // namespace r2cache
