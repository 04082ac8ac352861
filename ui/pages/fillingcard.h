// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/fillingmodel.h"
#include "ui/widgets/card.h"

class QPushButton;
class QTableView;

namespace r2cache {

/// The overview's "Filling now": what is being downloaded, and how much waits.
class FillingCard : public Card
{
    Q_OBJECT

public:
    explicit FillingCard(QWidget *parent = nullptr);

    void set(const QList<DownloadInfo> &downloads);

Q_SIGNALS:
    /// More about downloads is wanted.
    void opened();

private:
    FillingModel *m_model;
    QTableView *m_table;
    QLabel *m_nothing;
    QPushButton *m_rest; ///< "4 more wait in the queue".
};

} // namespace r2cache
