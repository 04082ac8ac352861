// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statelight.h"

#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int shapeSize = 9;
constexpr int gap = 6;

} // namespace

State stateOfWord(const QString &word)
{
    if (word == u"healthy" || word == u"ok" || word == u"ready" || word == u"done")
        return State::Good;
    if (word == u"warning" || word == u"expired" || word == u"waiting_to_retry")
        return State::Warning;
    if (word == u"critical" || word == u"error" || word == u"failed")
        return State::Bad;
    return State::Unknown;
}

QColor stateColour(State state)
{
    const auto theme = Theme::current();
    switch (state) {
    case State::Good:
        return theme.good;
    case State::Warning:
        return theme.warning;
    case State::Bad:
        return theme.bad;
    case State::Unknown:
        break;
    }
    return theme.dim;
}

void paintState(QPainter &painter, const QRectF &rect, State state)
{
    const auto side = std::min(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(rect.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(stateColour(state));
    switch (state) {
    case State::Good:
        painter.drawEllipse(square);
        break;
    case State::Warning: {
        QPainterPath triangle(QPointF(square.center().x(), square.top()));
        triangle.lineTo(square.bottomRight());
        triangle.lineTo(square.bottomLeft());
        triangle.closeSubpath();
        painter.drawPath(triangle);
        break;
    }
    case State::Bad: {
        QPainterPath disc;
        disc.addEllipse(square);
        QPainterPath bar;
        bar.addRect(square.adjusted(side * 0.2, side * 0.4, -side * 0.2, -side * 0.4));
        painter.drawPath(disc.subtracted(bar));
        break;
    }
    case State::Unknown:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(stateColour(state), 1.5));
        painter.drawEllipse(square.adjusted(0.75, 0.75, -0.75, -0.75));
        break;
    }
    painter.restore();
}

StateLight::StateLight(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateLight::setState(State state, const QString &word, bool isWordShown)
{
    if (m_state == state && m_word == word && m_isWordShown == isWordShown)
        return;
    m_state = state;
    m_word = word;
    m_isWordShown = isWordShown;
    setAccessibleName(word);
    setToolTip(isWordShown ? QString() : word);
    updateGeometry();
    update();
}

QSize StateLight::sizeHint() const
{
    const auto metrics = fontMetrics();
    const int text
        = m_isWordShown && !m_word.isEmpty() ? gap + metrics.horizontalAdvance(m_word) : 0;
    return {shapeSize + text, std::max(shapeSize, metrics.height())};
}

void StateLight::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    paintState(painter, QRectF(0, (height() - shapeSize) / 2.0, shapeSize, shapeSize), m_state);
    if (!m_isWordShown)
        return;
    painter.setPen(stateColour(m_state));
    painter.drawText(
        rect().adjusted(shapeSize + gap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_word);
}

} // namespace r2cache
