// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cardlayout.h"

#include <QWidget>

#include <algorithm>
#include <numeric>

namespace r2cache {

namespace {

constexpr int spacingOfCards = 12;

int heightOf(const QLayoutItem &item, int width)
{
    const int wanted
        = item.hasHeightForWidth() ? item.heightForWidth(width) : item.sizeHint().height();
    return std::max(wanted, item.minimumSize().height());
}

} // namespace

CardLayout::CardLayout(int smallest, QWidget *parent)
    : QLayout(parent)
    , m_smallest(smallest)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(spacingOfCards);
}

CardLayout::~CardLayout() = default;

void CardLayout::addCard(QWidget *card, int weight)
{
    addWidget(card);
    m_cells.back().weight = weight;
}

void CardLayout::addItem(QLayoutItem *item)
{
    m_cells.push_back({std::unique_ptr<QLayoutItem>(item), 1});
    invalidate();
}

QLayoutItem *CardLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_cells[static_cast<std::size_t>(index)].item.get()
                                         : nullptr;
}

QLayoutItem *CardLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    const auto cell = m_cells.begin() + index;
    auto *item = cell->item.release();
    m_cells.erase(cell);
    invalidate();
    return item;
}

int CardLayout::columnsAt(int width) const
{
    std::vector<int> weights;
    for (const auto &cell : m_cells) {
        if (!cell.item->isEmpty())
            weights.push_back(cell.weight);
    }
    for (auto columns = static_cast<int>(weights.size()); columns > 1;
         columns = (columns + 1) / 2) {
        const auto end = weights.begin() + columns;
        const int sum = std::accumulate(weights.begin(), end, 0);
        const int smallest = *std::min_element(weights.begin(), end);
        if ((width - (columns - 1) * spacing()) * smallest / sum >= m_smallest)
            return columns;
        if (columns == 2)
            break;
    }
    return 1;
}

std::vector<CardLayout::Place> CardLayout::placesAt(int width) const
{
    std::vector<const Cell *> shown;
    for (const auto &cell : m_cells) {
        if (!cell.item->isEmpty())
            shown.push_back(&cell);
    }
    std::vector<Place> places;
    const auto columns = static_cast<std::size_t>(columnsAt(width));
    int y = 0;
    int row = 0;
    for (std::size_t first = 0; first < shown.size(); first += columns, ++row) {
        const auto last = std::min(first + columns, shown.size());
        int weights = 0;
        for (auto i = first; i < last; ++i)
            weights += shown[i]->weight;
        const int free = width - static_cast<int>(last - first - 1) * spacing();
        int before = 0; // weight of what is left of it: so that rounding adds up to the width
        int height = 0;
        for (auto i = first; i < last; ++i) {
            const int left = free * before / weights + static_cast<int>(i - first) * spacing();
            before += shown[i]->weight;
            const int right = free * before / weights + static_cast<int>(i - first) * spacing();
            places.push_back({shown[i]->item.get(), QRect(left, y, right - left, 0), row});
            height = std::max(height, heightOf(*shown[i]->item, right - left));
        }
        for (auto i = first; i < last; ++i)
            places[i].area.setHeight(height);
        y += height + spacing();
    }
    return places;
}

int CardLayout::heightForWidth(int width) const
{
    const auto margins = contentsMargins();
    const auto places = placesAt(width - margins.left() - margins.right());
    const int height = places.empty() ? 0 : places.back().area.bottom() + 1;
    return height + margins.top() + margins.bottom();
}

QSize CardLayout::sizeHint() const
{
    int width = 0;
    for (const auto &cell : m_cells)
        width += cell.item->isEmpty() ? 0 : std::max(m_smallest, cell.item->sizeHint().width());
    return {width, heightForWidth(width)};
}

QSize CardLayout::minimumSize() const
{
    QSize size;
    for (const auto &cell : m_cells) {
        if (!cell.item->isEmpty())
            size = size.expandedTo(cell.item->minimumSize());
    }
    return size;
}

void CardLayout::setGeometry(const QRect &area)
{
    QLayout::setGeometry(area);
    const auto inner = area.marginsRemoved(contentsMargins());
    const auto places = placesAt(inner.width());
    if (places.empty())
        return;
    const int rows = places.back().row + 1;
    const int over = std::max(0, inner.height() - places.back().area.bottom() - 1);
    for (const auto &place : places) {
        auto where = place.area.translated(inner.topLeft());
        where.translate(0, over * place.row / rows);
        where.setHeight(
            place.area.height() + over * (place.row + 1) / rows - over * place.row / rows);
        place.item->setGeometry(where);
    }
}

} // namespace r2cache
