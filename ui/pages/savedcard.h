// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/historyseries.h"
#include "ui/widgets/card.h"

namespace r2cache {

/// The overview's "Saved so far": what the origins did not have to send again, and how long they
/// would have taken.
class SavedCard : public Card
{
    Q_OBJECT

public:
    explicit SavedCard(QWidget *parent = nullptr);

    /// @param month  what was downloaded in the last 30 days.
    void set(const CacheNumbers &cache, const HistoryStep &month);

private:
    FigureLabel *m_figure;
    QLabel *m_bytes;
    QLabel *m_time;
};

} // namespace r2cache
