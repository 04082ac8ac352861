// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/logfoot.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace r2cache {

using namespace Qt::StringLiterals;

LogFoot::LogFoot(QWidget *parent)
    : QWidget(parent)
    , m_count(makeCaption())
    , m_toEnd(new QPushButton)
{
    m_toEnd->setProperty("role", u"link"_s);
    connect(m_toEnd, &QPushButton::clicked, this, &LogFoot::endWanted);
    auto *more = new QPushButton(tr("Log more…"));
    more->setProperty("role", u"link"_s);
    more->setToolTip(tr("The setting DEBUG says what is logged: cache:* is all"));
    connect(more, &QPushButton::clicked, this, &LogFoot::moreWanted);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_count);
    row->addWidget(m_toEnd);
    row->addStretch();
    row->addWidget(more);
}

void LogFoot::show(const Lines &lines)
{
    QString text = lines.shown == lines.all ? tr("%Ln lines", nullptr, lines.all)
        : lines.shown == 0                  ? tr("None of %Ln lines matches", nullptr, lines.all)
                           : tr("%1 of %Ln lines", nullptr, lines.all).arg(countText(lines.shown));
    if (lines.isPaused)
        text += u" · "_s + tr("paused");
    m_count->setText(text);
    m_toEnd->setText(
        lines.unseen > 0 ? tr("%Ln new below", nullptr, lines.unseen) : tr("To the newest"));
    m_toEnd->setVisible(!lines.isAtEnd);
}

} // namespace r2cache
