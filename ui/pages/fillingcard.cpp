// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fillingcard.h"

#include "ui/theme.h"
#include "ui/widgets/statecell.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

FillingCard::FillingCard(QWidget *parent)
    : Card(tr("Filling now"), parent)
    , m_model(new FillingModel(this))
    , m_table(new QTableView)
    , m_nothing(makeCaption(tr("Nothing is being downloaded.")))
    , m_rest(new QPushButton)
{
    m_table->setModel(m_model);
    setUpTable(m_table);
    m_table->setItemDelegate(new FillingDelegate(m_table));
    m_table->setAccessibleName(tr("Filling now"));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *header = m_table->horizontalHeader();
    header->setFont(captionFont(header->font()));
    header->setSectionsClickable(false);
    header->setHighlightSections(false);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(FillingModel::Video, QHeaderView::Stretch);
    header->setSectionResizeMode(FillingModel::Progress, QHeaderView::Stretch);
    header->setSectionResizeMode(FillingModel::Speed, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(FillingModel::Left, QHeaderView::ResizeToContents);
    connect(m_table, &QTableView::activated, this, &FillingCard::opened);
    m_rest->setProperty("role", u"link"_s);
    m_rest->setFont(captionFont(m_rest->font()));
    m_rest->setCursor(Qt::PointingHandCursor);
    connect(m_rest, &QPushButton::clicked, this, &FillingCard::opened);

    body()->addWidget(m_table);
    body()->addWidget(m_nothing);
    body()->addWidget(m_rest, 0, Qt::AlignLeft);
    body()->addStretch();
    set({});
}

void FillingCard::set(const QList<DownloadInfo> &downloads)
{
    m_model->set(downloads);
    const int rows = m_model->rowCount();
    m_table->setVisible(rows > 0);
    m_table->setFixedHeight(
        m_table->horizontalHeader()->sizeHint().height()
        + rows * m_table->verticalHeader()->defaultSectionSize() + 2);

    const auto count = [&downloads](QStringView status) {
        return static_cast<int>(std::ranges::count(downloads, status, &DownloadInfo::status));
    };
    const int queued = count(u"queued");
    const int paused = count(u"paused");
    QStringList rest;
    if (m_model->more() > 0)
        rest.append(tr("%Ln more are being downloaded", nullptr, m_model->more()));
    if (queued > 0)
        rest.append(tr("%Ln more wait in the queue", nullptr, queued));
    if (paused > 0)
        rest.append(tr("%Ln are paused", nullptr, paused));
    m_rest->setText(rest.join(u" · "_s));
    m_rest->setVisible(!rest.isEmpty());
    m_nothing->setVisible(rows == 0 && rest.isEmpty());
}

} // namespace r2cache
