// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/preparation.h"

class QAction;
class QLabel;
class QMimeData;

namespace r2cache {

class DropZone;
class HeldConfigs;
class PrepareOptions;
class PrepareProgress;
class PrepareSums;
class PrepareTable;

/// A config comes in, its videos are cached, the config goes out with local URLs.
class PreparePage : public Page
{
    Q_OBJECT

public:
    explicit PreparePage(ServiceState &state);

    /// Files, or the text of a config itself: dropped here or anywhere on the window, or pasted.
    void take(const QMimeData *mime);

    void refresh() override;
    [[nodiscard]] QWidget *mainView() const override;
    void restoreView(QSettings &settings) override;
    void saveView(QSettings &settings) const override;

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeActions();
    [[nodiscard]] QWidget *makeLastLine();
    void askOpen();
    void askSave();
    void askCancel();
    void copyConfig();
    void showState();
    void showUnknownHosts();

    Preparation m_preparation;
    QString m_folder; ///< Where configs were opened or saved last.
    DropZone *m_drop;
    QWidget *m_content;
    PrepareSums *m_sums;
    PrepareOptions *m_options;
    PrepareTable *m_table;
    PrepareProgress *m_progress;
    HeldConfigs *m_held;
    QLabel *m_unknownHosts;
    QAction *m_open = nullptr;
    QAction *m_paste = nullptr;
    QAction *m_start = nullptr;
    QAction *m_again = nullptr;
    QAction *m_cancel = nullptr;
    QAction *m_copy = nullptr;
    QAction *m_save = nullptr;
};

} // namespace r2cache
