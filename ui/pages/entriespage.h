// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;
class QPushButton;
class QSplitter;

namespace r2cache {

class EmptyState;
class EntryActions;
class EntryDetails;
class EntryFilters;
class EntryModel;
class EntrySelection;
class EntryTable;

/// The videos in the cache: a list of any length, filters above it, details of what is selected
/// beside it. URLs that are dropped on it are cached; rows are dragged out as their local URLs.
class EntriesPage : public Page
{
    Q_OBJECT

public:
    /// Narrower than this, the details fold away.
    static constexpr int smallestWithDetails = 790;

    explicit EntriesPage(ServiceState &state);

    void refresh() override;
    [[nodiscard]] QWidget *mainView() const override;
    /// @param item  what to search for: part of a URL, or an id.
    void reveal(const QString &item) override;
    bool focusSearch() override;
    void restoreView(QSettings &settings) override;
    void saveView(QSettings &settings) const override;

protected:
    void activated() override;
    void deactivated() override;
    void emptyClicked() override;
    void resizeEvent(QResizeEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    [[nodiscard]] QWidget *makeList();
    void connectAll();
    void ask();
    [[nodiscard]] EntriesQuery wantedQuery() const;
    void takePage(int first, int last);
    void takeEvent(const QStringList &ids);
    void takeDownloads();
    void showCount();
    void showSummary();
    void showWhatIsThere();
    void foldDetails();

    EntryModel *m_model;
    EntryFilters *m_filters;
    EntryTable *m_table;
    EntrySelection *m_selection;
    EntryActions *m_actions;
    EntryDetails *m_details;
    EmptyState *m_nothingFits;
    QSplitter *m_splitter;
    QPushButton *m_actionsButton;
    QLabel *m_summary;
    QTimer m_everyMinute; ///< "2 min ago" grows older; uses are told by no event.
    QStringList m_running; ///< Ids of downloads.
    qsizetype m_failed = 0;
};

} // namespace r2cache
