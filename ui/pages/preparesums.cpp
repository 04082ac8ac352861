// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/preparesums.h"

#include "ui/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/statefigure.h"

#include <QBoxLayout>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString sizeOf(const PreparedSum &sum)
{
    return sum.bytes > 0 ? bytesText(sum.bytes) : QString();
}

} // namespace

PrepareSums::PrepareSums(QWidget *parent)
    : QWidget(parent)
    , m_kept(new StateFigure)
{
    auto *cards = new QHBoxLayout(this);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(12);
    const auto add = [cards](const QString &title) {
        auto *card = new Card(title);
        auto *figure = new FigureLabel;
        card->body()->addWidget(figure);
        cards->addWidget(card, 1);
        return figure;
    };
    m_all = add(tr("R2 videos"));
    m_here = add(tr("Cached already"));
    m_toFetch = add(tr("To fetch"));
    m_keptNone = add(tr("Keep their URL"));
    static_cast<Card *>(m_keptNone->parentWidget())->body()->addWidget(m_kept);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void PrepareSums::show(const PreparedSums &sums)
{
    m_all->setFigure(countText(sums.all.videos), sizeOf(sums.all));
    m_here->setFigure(countText(sums.here.videos), sizeOf(sums.here));
    m_toFetch->setFigure(countText(sums.toFetch.videos), sizeOf(sums.toFetch));
    m_keptNone->setFigure(u"0"_s, {});
    m_kept->setState(State::Bad, countText(sums.kept.videos));
    m_keptNone->setVisible(sums.kept.videos == 0);
    m_kept->setVisible(sums.kept.videos > 0);
}

} // namespace r2cache
