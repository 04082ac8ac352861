// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/healthnotes.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace r2cache {

/// The overview's "Needs attention": issues and failed downloads, with what to do.
class AttentionCard : public Card
{
    Q_OBJECT

public:
    explicit AttentionCard(QWidget *parent = nullptr);

    void set(const HealthInfo &health, const QList<DownloadInfo> &failed);
    [[nodiscard]] NoteList *notes() const { return m_notes; }

Q_SIGNALS:
    void detailsWanted();
    void downloadsWanted();
    void retryWanted(const QString &download);

private:
    NoteList *m_notes;
    QLabel *m_nothing;
    QPushButton *m_rest;
};

} // namespace r2cache
