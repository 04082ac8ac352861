// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/statelight.h"

#include <QStyledItemDelegate>

#include <functional>

namespace r2cache {

/// A cell whose word has a state: the shape and the word, both in the state's colour.
class StateDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using StateOf = std::function<State(const QModelIndex &)>;

    StateDelegate(StateOf stateOf, QObject *parent);

protected:
    void paint(
        QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;

private:
    StateOf m_stateOf;
};

} // namespace r2cache
