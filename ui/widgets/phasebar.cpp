// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/phasebar.h"

#include "ui/format.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr int barHeight = 8;
constexpr int gap = 8;
constexpr int swatch = 8;
constexpr int least = 3; // pixels of a phase that took any time

} // namespace

PhaseBar::PhaseBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PhaseBar::setPhases(const QList<Phase> &phases)
{
    m_phases = phases;
    QStringList texts;
    for (const auto &phase : phases)
        texts.append(phase.name + u' ' + durationText(phase.milliseconds));
    setAccessibleName(tr("Phases: %1").arg(texts.join(u", "_s)));
    setToolTip(texts.join(u'\n'));
    updateGeometry();
    update();
}

QSize PhaseBar::sizeHint() const
{
    const int rows = static_cast<int>(m_phases.size());
    return {200, barHeight + (rows > 0 ? gap : 0) + rows * (fontMetrics().height() + 3)};
}

QSize PhaseBar::minimumSizeHint() const
{
    return {120, sizeHint().height()};
}

/// Shades of the accent, which need no telling apart: the legend has the order of the bar.
QColor PhaseBar::colourOf(qsizetype phase) const
{
    const auto theme = Theme::current();
    const double share = m_phases.size() < 2
        ? 0
        : 0.55 * static_cast<double>(phase) / static_cast<double>(m_phases.size() - 1);
    return mixed(theme.accent, theme.card, share);
}

void PhaseBar::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    const auto theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(0.5, 0.5, width() - 1.0, barHeight - 1.0);
    QPainterPath frame;
    frame.addRoundedRect(bar, barHeight / 2.0, barHeight / 2.0);
    painter.fillPath(frame, theme.track);
    double whole = 0;
    for (const auto &phase : m_phases)
        whole += static_cast<double>(phase.milliseconds);
    painter.save();
    painter.setClipPath(frame);
    double left = bar.left();
    for (qsizetype i = 0; i < m_phases.size() && whole > 0; ++i) {
        if (m_phases[i].milliseconds <= 0)
            continue;
        const double share = static_cast<double>(m_phases[i].milliseconds) / whole;
        const double wide = std::max<double>(least, share * bar.width());
        painter.fillRect(QRectF(left, bar.top(), wide - 1, bar.height()), colourOf(i));
        left += wide;
    }
    painter.restore();
    painter.setPen(theme.line);
    painter.drawPath(frame);

    const int row = fontMetrics().height() + 3;
    int top = barHeight + gap;
    for (qsizetype i = 0; i < m_phases.size(); ++i, top += row) {
        const QRectF square(0.5, top + (row - swatch) / 2.0, swatch, swatch);
        painter.setPen(theme.line);
        painter.setBrush(colourOf(i));
        painter.drawRoundedRect(square, 2, 2);
        const QRect text(swatch + 6, top, width() - swatch - 6, row);
        painter.setPen(theme.dim);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, m_phases[i].name);
        painter.setPen(theme.text);
        painter.drawText(
            text, Qt::AlignRight | Qt::AlignVCenter, durationText(m_phases[i].milliseconds));
    }
}

} // namespace r2cache
