// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/topbar.h"

#include "ui/cacheactions.h"
#include "ui/icons.h"

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastHeight = 44;

QPushButton *makeButton(QAction *action, const QString &role, QWidget *parent)
{
    auto *button = new QPushButton(action->text(), parent);
    button->setProperty("role", role);
    button->setToolTip(action->toolTip());
    button->setEnabled(action->isEnabled());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, [button, action] {
        button->setEnabled(action->isEnabled());
    });
    return button;
}

} // namespace

TopBar::TopBar(const CacheActions &actions, QMenu *menu, QWidget *parent)
    : QFrame(parent)
    , m_light(new StateLight(this))
    , m_name(new QLabel(u"R2 Video Cache"_s, this))
{
    setProperty("role", u"topbar"_s);
    setMinimumHeight(leastHeight);
    QFont font = m_name->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.08);
    m_name->setFont(font);

    auto *button = new QToolButton(this);
    button->setIcon(themedIcon(u"menu"_s));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    button->setToolTip(tr("Menu"));
    button->setAccessibleName(tr("Menu"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(8);
    row->addWidget(m_light);
    row->addWidget(m_name);
    row->addStretch();
    row->addWidget(makeButton(actions.preCache(), u"primary"_s, this));
    row->addWidget(makeButton(actions.optimize(), {}, this));
    row->addWidget(makeButton(actions.clear(), {}, this));
    row->addWidget(button);
}

void TopBar::setServiceName(const QString &name)
{
    m_name->setToolTip(name);
}

void TopBar::setState(State state, const QString &word)
{
    m_light->setState(state, word, false);
}

} // namespace r2cache
