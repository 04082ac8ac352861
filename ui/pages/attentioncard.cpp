// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/attentioncard.h"

#include "ui/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFailures = 3;

} // namespace

AttentionCard::AttentionCard(QWidget *parent)
    : Card(tr("Needs attention"), parent)
    , m_notes(new NoteList(false))
    , m_nothing(makeCaption(tr("Nothing. All is well.")))
    , m_rest(new QPushButton)
{
    m_rest->setProperty("role", u"link"_s);
    m_rest->setFont(captionFont(m_rest->font()));
    m_rest->setCursor(Qt::PointingHandCursor);
    connect(m_rest, &QPushButton::clicked, this, &AttentionCard::downloadsWanted);
    connect(
        m_notes, &NoteList::actionChosen, this, [this](const QString &key, const QString &action) {
            if (action == healthaction::retry)
                Q_EMIT retryWanted(key);
            else
                Q_EMIT detailsWanted();
        });
    body()->addWidget(m_notes);
    body()->addWidget(m_nothing);
    body()->addWidget(m_rest, 0, Qt::AlignLeft);
    body()->addStretch();
    set({}, {});
}

void AttentionCard::set(const HealthInfo &health, const QList<DownloadInfo> &failed)
{
    const auto notes = attentionNotes(health, failed, mostFailures);
    m_notes->setNotes(notes);
    m_notes->setVisible(!notes.isEmpty());
    m_nothing->setVisible(notes.isEmpty());
    const auto more = failuresOf(failed).size() - mostFailures;
    m_rest->setText(tr("%Ln more failed downloads", nullptr, static_cast<int>(more)));
    m_rest->setVisible(more > 0);
}

} // namespace r2cache
