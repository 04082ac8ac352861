// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>

class QMenu;
class QSettings;
class QTableView;

namespace r2cache {

/// Which columns of a table are shown: those that its user wants, chosen by a menu of the header,
/// but for some while there is no room. The first column always stays.
class ColumnChoice : public QObject
{
    Q_OBJECT

public:
    /// @param foldable  columns that go while it is narrow. @param table  owns this.
    ColumnChoice(QTableView *table, QSet<int> foldable);

    /// @return whether that is new.
    bool setNarrow(bool isNarrow);
    void fillMenu(QMenu *menu);

    /// Widths, order and what is hidden; not the order of rows.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

private:
    void show();
    void setWanted(int column, bool isWanted);

    QTableView *m_table;
    QSet<int> m_foldable;
    QSet<int> m_unwanted;
    QByteArray m_atFirst; ///< The header as it was made.
    bool m_isNarrow = false;
};

} // namespace r2cache
