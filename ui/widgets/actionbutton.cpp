// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/actionbutton.h"

#include <QAction>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

void follow(QPushButton *button, const QAction *action)
{
    button->setText(action->text());
    button->setEnabled(action->isEnabled());
    const auto keys = action->shortcut().toString(QKeySequence::NativeText);
    const QString tip = action->toolTip();
    button->setToolTip(keys.isEmpty() ? QString() : QString(tip + u" ("_s + keys + u')'));
}

} // namespace

QPushButton *makeActionButton(QAction *action, const QString &role, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setProperty("role", role);
    follow(button, action);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    if (!action->isVisible())
        button->hide();
    QObject::connect(action, &QAction::changed, button, [button, action] {
        follow(button, action);
        if (button->parentWidget() != nullptr) // else it would be a window
            button->setVisible(action->isVisible());
    });
    return button;
}

} // namespace r2cache
