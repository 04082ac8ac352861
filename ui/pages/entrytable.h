// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/entrymodel.h"

#include <QTableView>

#include <memory>

class QMenu;
class QMimeData;
class QSettings;

namespace r2cache {

class EntrySelection;

/// The list of entries: columns that are chosen and remembered, order by clicking their headers,
/// rows that can be dragged out as their local URLs. Tells the model what is seen.
class EntryTable : public QTableView
{
    Q_OBJECT

public:
    explicit EntryTable(EntryModel &model, QWidget *parent = nullptr);

    [[nodiscard]] EntrySelection *selection() const { return m_selection; }

    /// Fills @p menu with the columns, to be switched on and off.
    void fillColumnsMenu(QMenu *menu);
    void restoreView(QSettings &settings);
    void saveView(QSettings &settings) const;
    /// The order that the headers show.
    [[nodiscard]] QString sortWord() const;
    [[nodiscard]] bool isDescending() const;

    /// The selected entries' local URLs; nothing: none, or too many.
    [[nodiscard]] std::unique_ptr<QMimeData> draggedData() const;

    void keyboardSearch(const QString &search) override;

Q_SIGNALS:
    void orderChanged();
    /// Something was typed, which is meant for the search.
    void typed(const QString &text);

protected:
    void startDrag(Qt::DropActions supportedActions) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void setUpHeader();
    [[nodiscard]] int widthAtFirst(int column) const;
    void takeSortIndicator(int column, Qt::SortOrder order);
    void tellSeenRows();
    void fitName();
    void repaintRow(int row);

    EntryModel &m_model;
    EntrySelection *m_selection;
    int m_sortColumn = static_cast<int>(EntryColumn::LastUsed);
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
    bool m_isFitting = false;
    bool m_isRestoring = false;
};

} // namespace r2cache
