// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace r2cache {

class Page;

/// The list of pages at the left: icon, title, count.
class Navigation : public QListView
{
    Q_OBJECT

public:
    static constexpr int width = 196;

    explicit Navigation(const QList<Page *> &pages, QWidget *parent = nullptr);

    void setCurrent(int row);

    [[nodiscard]] QSize sizeHint() const override { return {width, 400}; }

Q_SIGNALS:
    void chosen(int row);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
};

} // namespace r2cache
