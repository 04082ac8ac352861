// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>

class QAction;
class QLabel;
class QSplitter;
class QTableView;

namespace r2cache {

class RenderDetails;
class RendersModel;

/// Reports of renders: what was cached for them, how long they took, what they fell back on.
class RendersPage : public Page
{
    Q_OBJECT

public:
    explicit RendersPage(ServiceState &state);

    void refresh() override;
    [[nodiscard]] QWidget *mainView() const override;
    void restoreView(QSettings &settings) override;
    void saveView(QSettings &settings) const override;

protected:
    void activated() override;
    void deactivated() override;
    void emptyClicked() override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeTable();
    void fetchFrom(qint64 skip);
    void showCurrent();
    void showFoot();
    void copyReport();
    void arrange();
    void fitColumns();

    RendersModel *m_model;
    QSplitter *m_splitter;
    QTableView *m_table;
    RenderDetails *m_details;
    QLabel *m_foot;
    QAction *m_copy;
    QString m_shownId;
    QByteArray m_besideState; ///< Of the splitter, while the details are beside the table.
    QList<int> m_widths; ///< Of the columns, 0 for the one that stretches.
    QTimer m_poll;
};

} // namespace r2cache
