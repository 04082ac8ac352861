// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace r2cache {

/// Cards beside each other as long as they fit, else in rows of half as many, down to one column.
/// All of a row are equally high; what height is left over goes to the rows evenly.
class CardLayout : public QLayout
{
    Q_OBJECT

public:
    /// @param smallest  width below which a card goes to the next row.
    explicit CardLayout(int smallest, QWidget *parent = nullptr);
    ~CardLayout() override;
    Q_DISABLE_COPY_MOVE(CardLayout)

    /// @param weight  share of the row's width.
    void addCard(QWidget *card, int weight = 1);
    /// How many are beside each other at @p width.
    [[nodiscard]] int columnsAt(int width) const;

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_cells.size()); }
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &area) override;

private:
    struct Cell
    {
        std::unique_ptr<QLayoutItem> item;
        int weight = 1;
    };
    struct Place
    {
        QLayoutItem *item = nullptr;
        QRect area; ///< As high as its row needs to be.
        int row = 0;
    };

    /// Of what is shown, from (0, 0) at @p width.
    [[nodiscard]] std::vector<Place> placesAt(int width) const;

    int m_smallest;
    std::vector<Cell> m_cells;
};

} // namespace r2cache
