// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/downloadcommands.h"
#include "ui/page.h"

class QAction;
class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace r2cache {

class ColumnChoice;
class DownloadsModel;

/// What is being downloaded, waits or has failed, and what can be done about it.
class DownloadsPage : public Page
{
    Q_OBJECT

public:
    explicit DownloadsPage(ServiceState &state);

    void refresh() override;
    [[nodiscard]] QWidget *mainView() const override;
    void restoreView(QSettings &settings) override;
    void saveView(QSettings &settings) const override;

protected:
    void emptyClicked() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    using Action = DownloadCommands::Action;

    void makeActions();
    [[nodiscard]] QWidget *makeTable();
    void showState();
    void showSummary();
    void showSelection();
    void noteFinished(const DownloadInfo &download);
    void fitColumns();
    void showMenu(const QPoint &at);

    /// Those of the selected ones, or of all, that @p action can be done to.
    [[nodiscard]] QList<DownloadInfo> selectedFor(Action action) const;
    [[nodiscard]] QStringList allFor(Action action) const;
    void runOnSelected(Action action);
    void cancelSelected();
    void actOn(const QModelIndex &row);
    void pauseOrResumeAll();
    void copyUrls();

    DownloadsModel *m_model;
    QSortFilterProxyModel *m_sorted;
    DownloadCommands *m_commands;
    QTableView *m_table = nullptr;
    ColumnChoice *m_columns = nullptr;
    QLabel *m_summary;
    QLabel *m_selection;
    QLabel *m_finished;
    QAction *m_pause = nullptr;
    QAction *m_resume = nullptr;
    QAction *m_retry = nullptr;
    QAction *m_cancel = nullptr;
    QAction *m_copy = nullptr;
    QAction *m_pauseAll = nullptr;
    QAction *m_retryAll = nullptr;
    int m_finishedCount = 0;
    qint64 m_finishedBytes = 0;
};

} // namespace r2cache
