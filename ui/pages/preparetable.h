// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>

class QSettings;

namespace r2cache {

class ColumnChoice;
class PrepareModel;

/// The videos of a config, in its order or as its headers say; their URLs and places can be copied.
class PrepareTable : public QTableView
{
    Q_OBJECT

public:
    /// @param videos  outlives this.
    explicit PrepareTable(PrepareModel &videos);

    /// The frame that it stands in on its page.
    [[nodiscard]] QWidget *inCard();
    void restoreView(const QSettings &settings);
    void saveView(QSettings &settings) const;

Q_SIGNALS:
    void said(const QString &sentence);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeActions();
    void fitColumns();
    void copyUrls();
    void copyPlaces();
    /// Of what is selected, from the top down.
    [[nodiscard]] QList<int> selectedVideos() const;

    PrepareModel &m_videos;
    QSortFilterProxyModel m_sorted;
    ColumnChoice *m_columns = nullptr;
};

} // namespace r2cache
