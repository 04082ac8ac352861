// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;

namespace r2cache {

class LogFilter;
class LogFoot;
class LogModel;
class LogTable;
class SearchField;

/// What the service has logged: the newest lines, followed while the page is shown. Scrolled up it
/// stays where it is.
class LogPage : public Page
{
    Q_OBJECT

public:
    explicit LogPage(ServiceState &state);

    void refresh() override;
    [[nodiscard]] QWidget *mainView() const override;
    bool focusSearch() override;
    void restoreView(QSettings &settings) override;
    void saveView(QSettings &settings) const override;

    /// The lines shown, whole, one a line: of the selection, or all where nothing is selected.
    [[nodiscard]] QString shownText() const;
    /// Writes shownText() to @p path. @return Io naming it.
    [[nodiscard]] Result<> saveTo(const QString &path) const;

protected:
    void activated() override;
    void deactivated() override;

private:
    [[nodiscard]] QLayout *makeTools();
    [[nodiscard]] QWidget *makeTable();
    void makeActions();
    void poll();
    void take(const QJsonArray &lines);
    void setPaused(bool paused);
    void showCategories();
    void showWhole(const QString &message);
    void showFoot();
    void copy();
    void askSave();

    LogModel *m_model;
    LogFilter *m_filter;
    SearchField *m_search;
    QComboBox *m_level;
    QComboBox *m_category;
    QPushButton *m_pause;
    LogTable *m_table;
    QLabel *m_whole; ///< The current line's message, wrapped.
    LogFoot *m_foot;
    QAction *m_copy;
    QAction *m_save;
    QTimer m_poll;
    bool m_isAsked = false;
};

} // namespace r2cache
