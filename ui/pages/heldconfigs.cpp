// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/heldconfigs.h"

#include "ui/format.h"
#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace r2cache {

using namespace Qt::StringLiterals;

HeldConfigs::HeldConfigs(QWidget *parent)
    : QWidget(parent)
{
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(4);
}

void HeldConfigs::show(const QList<HeldConfig> &held)
{
    setVisible(!held.isEmpty());
    if (std::exchange(m_shown, held) == held)
        return;
    auto *list = layout();
    while (auto *item = list->takeAt(0)) {
        item->widget()->deleteLater(); // one of its buttons may be what was clicked
        item->widget()->hide();
        delete item;
    }
    for (const auto &one : held) {
        auto *line = new QWidget(this);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        auto *text = makeCaption(
            one.expiresAt.isValid()
                ? tr("%Ln videos stay in the cache for “%1” until %2.", nullptr, one.videos)
                      .arg(one.name, timeText(one.expiresAt))
                : tr("The videos of “%1” stay in the cache.").arg(one.name),
            line);
        text->setTextFormat(Qt::PlainText);
        auto *end = new QPushButton(tr("End lease"), line);
        end->setProperty("role", u"link"_s);
        end->setFont(text->font());
        end->setCursor(Qt::PointingHandCursor);
        end->setToolTip(tr("They may be evicted then, when space is needed."));
        end->setAccessibleName(tr("End the lease for %1").arg(one.name));
        connect(
            end, &QPushButton::clicked, this, [this, id = one.leaseId] { Q_EMIT endWanted(id); });
        row->addWidget(text);
        row->addWidget(end);
        row->addStretch();
        list->addWidget(line);
    }
}

} // namespace r2cache
