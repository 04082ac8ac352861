// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/navigation.h"

#include "ui/icons.h"
#include "ui/page.h"
#include "ui/theme.h"

#include <QAbstractListModel>
#include <QPainter>
#include <QStyledItemDelegate>

namespace r2cache {

namespace {

constexpr int rowHeight = 34;
constexpr int iconSize = 16;
constexpr int inset = 8; ///< Around a row's ground.
constexpr int padding = 12; ///< Inside it.

enum Role
{
    CountRole = Qt::UserRole,
};

class NavigationModel final : public QAbstractListModel
{
public:
    NavigationModel(const QList<Page *> &pages, QObject *parent)
        : QAbstractListModel(parent)
        , m_pages(pages)
    {
        for (int row = 0; row < m_pages.size(); ++row) {
            connect(m_pages[row], &Page::countChanged, this, [this, row] {
                Q_EMIT dataChanged(index(row), index(row));
            });
        }
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_pages.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const auto *page = m_pages[index.row()];
        switch (role) {
        case Qt::DisplayRole:
            return page->title();
        case Qt::DecorationRole:
            return themedIcon(page->iconName());
        case Qt::ToolTipRole:
            return NavigationModel::shortcutOf(index.row());
        case Qt::AccessibleTextRole:
            return page->count().isEmpty() ? page->title()
                                           : QString(page->title() + u", " + page->count());
        case CountRole:
            return page->count();
        default:
            return {};
        }
    }

private:
    static QString shortcutOf(int row)
    {
        return QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + row)).toString(QKeySequence::NativeText);
    }

    QList<Page *> m_pages;
};

class NavigationDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize
    sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        Q_UNUSED(index)
        return {Navigation::width, std::max(rowHeight, option.fontMetrics.height() + 16)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
        const override
    {
        const auto theme = Theme::current();
        const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
        const auto ground = option.rect.adjusted(inset, 1, -inset, -1);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (isCurrent || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(isCurrent ? theme.tint : theme.hover);
            painter->drawRoundedRect(ground, 5, 5);
        }
        if (option.state.testFlag(QStyle::State_HasFocus)
            && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
            painter->setPen(theme.accentText);
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        }
        auto inside = ground.adjusted(padding, 0, -padding, 0);
        const QRect iconRect(
            inside.left(), inside.center().y() - iconSize / 2 + 1, iconSize, iconSize);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, iconRect, Qt::AlignCenter, isCurrent ? QIcon::Selected : QIcon::Normal);
        inside.setLeft(iconRect.right() + 11);

        QFont font = option.font;
        font.setBold(isCurrent);
        const auto count = index.data(CountRole).toString();
        if (!count.isEmpty()) {
            painter->setFont(captionFont(font));
            painter->setPen(isCurrent ? theme.accentText : theme.dim);
            painter->drawText(inside, Qt::AlignRight | Qt::AlignVCenter, count);
            inside.setRight(inside.right() - painter->fontMetrics().horizontalAdvance(count) - 8);
        }
        painter->setFont(font);
        painter->setPen(isCurrent ? theme.accentText : theme.text);
        painter->drawText(
            inside, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(
                index.data(Qt::DisplayRole).toString(), Qt::ElideRight, inside.width()));
        painter->restore();
    }
};

} // namespace

Navigation::Navigation(const QList<Page *> &pages, QWidget *parent)
    : QListView(parent)
{
    setProperty("role", QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    setModel(new NavigationModel(pages, this));
    setItemDelegate(new NavigationDelegate(this));
    setFixedWidth(width);
    setViewportMargins(0, 9, 0, 9);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setUniformItemSizes(true);
    setMouseTracking(true);
}

void Navigation::setCurrent(int row)
{
    setCurrentIndex(model()->index(row, 0));
}

void Navigation::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (current.isValid())
        Q_EMIT chosen(current.row());
}

} // namespace r2cache
