// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/amountbar.h"

#include "ui/format.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace r2cache {

namespace {

constexpr double barHeight = 8;
constexpr double radius = 4;

} // namespace

void paintBar(
    QPainter &painter, const QRectF &area, double used, double reserved, const QColor &colour)
{
    const auto theme = Theme::current();
    QRectF bar(0, 0, area.width(), barHeight);
    bar.moveCenter(area.center());
    bar.moveTop(std::round(bar.top()));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.track);
    bar.adjust(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(bar, radius, radius);

    QPainterPath inside;
    inside.addRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5);
    painter.setClipPath(inside);
    painter.setPen(Qt::NoPen);
    const double first = bar.width() * std::clamp(used, 0.0, 1.0);
    const double second = bar.width() * std::clamp(used + reserved, 0.0, 1.0);
    painter.fillRect(QRectF(bar.left(), bar.top(), second, bar.height()), theme.reserved);
    painter.fillRect(QRectF(bar.left(), bar.top(), first, bar.height()), colour);
    painter.restore();
}

AmountBar::AmountBar(Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AmountBar::setShares(double used, double reserved)
{
    if (used == m_used && reserved == m_reserved)
        return;
    m_used = used;
    m_reserved = reserved;
    setAccessibleDescription(percentText(used));
    update();
}

void AmountBar::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    const auto theme = Theme::current();
    QPainter painter(this);
    paintBar(
        painter, rect(), m_used, m_reserved, m_kind == Kind::Ours ? theme.accent : theme.reserved);
}

} // namespace r2cache
