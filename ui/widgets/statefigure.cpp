// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statefigure.h"

#include "ui/theme.h"

#include <QPainter>

namespace r2cache {

namespace {

constexpr int shapeSize = 15;
constexpr int gap = 8;

} // namespace

StateFigure::StateFigure(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StateFigure::setState(State state, const QString &word)
{
    if (m_state == state && m_word == word)
        return;
    m_state = state;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize StateFigure::sizeHint() const
{
    const QFontMetrics metrics(figureFont(font()));
    return {shapeSize + gap + metrics.horizontalAdvance(m_word), metrics.height()};
}

QSize StateFigure::minimumSizeHint() const
{
    return {shapeSize * 4, sizeHint().height()};
}

void StateFigure::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setFont(figureFont(font()));
    const auto metrics = painter.fontMetrics();
    // In the middle of the capitals.
    const int baseline = (height() - metrics.height()) / 2 + metrics.ascent();
    const double middle = baseline - metrics.capHeight() / 2.0;
    paintState(painter, QRectF(0, middle - shapeSize / 2.0, shapeSize, shapeSize), m_state);
    painter.setPen(stateColour(m_state));
    const int left = shapeSize + gap;
    painter.drawText(left, baseline, metrics.elidedText(m_word, Qt::ElideRight, width() - left));
}

} // namespace r2cache
