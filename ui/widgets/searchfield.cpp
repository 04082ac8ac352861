// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/searchfield.h"

#include "ui/icons.h"

#include <QKeyEvent>

namespace r2cache {

SearchField::SearchField(const QString &text, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(text);
    setAccessibleName(text);
    setClearButtonEnabled(true);
    addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
}

void SearchField::take()
{
    setFocus(Qt::ShortcutFocusReason);
    selectAll();
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || text().isEmpty()) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    clear();
}

} // namespace r2cache
