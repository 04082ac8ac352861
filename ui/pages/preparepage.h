// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/preparation.h"

class QAction;
class QLabel;
class QMimeData;
class QProgressBar;
class QSortFilterProxyModel;
class QTableView;
class QVBoxLayout;

namespace r2cache {

class DropZone;
class FigureLabel;
class PrepareOptions;
class StateFigure;

/// A config comes in, its videos are cached, the config goes out with local URLs.
class PreparePage : public Page
{
    Q_OBJECT

public:
    explicit PreparePage(ServiceState &state);

    void refresh() override;
    void restoreView(QSettings &settings) override;
    void saveView(QSettings &settings) const override;

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeActions();
    [[nodiscard]] QWidget *makeSums();
    [[nodiscard]] QWidget *makeTable();
    [[nodiscard]] QWidget *makeProgress();
    void take(const QMimeData *mime);
    void askOpen();
    void askSave();
    void askCancel();
    void copyConfig();
    void showState();
    void showSums();
    void showProgress();
    void showHeld();
    void fitColumns();

    Preparation m_preparation;
    QString m_folder; ///< Where configs were opened or saved last.
    DropZone *m_drop;
    QWidget *m_content;
    PrepareOptions *m_options;
    QSortFilterProxyModel *m_sorted;
    QTableView *m_table = nullptr;
    FigureLabel *m_all = nullptr;
    FigureLabel *m_here = nullptr;
    FigureLabel *m_toFetch = nullptr;
    FigureLabel *m_keptNone = nullptr;
    StateFigure *m_kept = nullptr;
    QProgressBar *m_bar = nullptr;
    QLabel *m_progress = nullptr;
    QWidget *m_heldList;
    QList<HeldConfig> m_heldShown;
    QAction *m_open = nullptr;
    QAction *m_paste = nullptr;
    QAction *m_start = nullptr;
    QAction *m_again = nullptr;
    QAction *m_cancel = nullptr;
    QAction *m_copy = nullptr;
    QAction *m_save = nullptr;
};

} // namespace r2cache
