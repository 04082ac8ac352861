// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/linechart.h"

#include "ui/theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr double lineWidth = 2;
constexpr double dotRadius = 3.5;
constexpr int marksNeed = 520; ///< Pixels from which on quarters are marked, too.

QString scaleText(double value)
{
    return QLocale().toString(value, 'g', 4);
}

} // namespace

LineChart::LineChart(Style style, QWidget *parent)
    : QWidget(parent)
    , m_style(std::move(style))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(m_style.title);
    if (m_style.top > 0)
        m_top = m_style.top;
}

void LineChart::setSeries(QList<ChartPoint> points, ChartSpan span, qint64 now, qint64 gap)
{
    const auto read = chosen();
    const bool isNewest = m_chosen >= 0 && m_chosen == m_points.size() - 1;
    const auto oldest = now - lengthOf(span).count();
    points.removeIf([oldest](const ChartPoint &point) { return point.time < oldest; });
    m_points = std::move(points);
    m_span = span;
    m_now = now;
    m_gap = gap;
    if (m_style.top <= 0) {
        double highest = 0;
        for (const auto &point : std::as_const(m_points))
            highest = std::max(highest, point.value);
        m_top = niceTop(highest);
    }
    // The read-out stays at its time; at the end, it stays at the end.
    m_chosen = !read || m_points.isEmpty() ? -1
        : isNewest                         ? m_points.size() - 1
                                           : nearest(placeOf(*read).x());
    describe();
    update();
}

std::optional<ChartPoint> LineChart::chosen() const
{
    return m_chosen >= 0 && m_chosen < m_points.size() ? std::optional(m_points[m_chosen])
                                                       : std::nullopt;
}

QString LineChart::summary() const
{
    if (m_points.isEmpty())
        return tr("Nothing was measured in this time.");
    const auto highest = std::ranges::max_element(m_points, {}, &ChartPoint::value);
    const auto lowest = std::ranges::min_element(m_points, {}, &ChartPoint::value);
    return tr("From %1 to %2: at most %3 (%4), at least %5, in the end %6.")
        .arg(
            momentText(m_span, m_points.constFirst().time),
            momentText(m_span, m_points.constLast().time), m_style.valueText(highest->value),
            momentText(m_span, highest->time), m_style.valueText(lowest->value),
            m_style.valueText(m_points.constLast().value));
}

QString LineChart::readOut() const
{
    const auto point = chosen();
    return point
        ? QString(momentText(m_span, point->time) + u" · "_s + m_style.valueText(point->value))
        : QString();
}

void LineChart::describe()
{
    setAccessibleDescription(m_chosen >= 0 && hasFocus() ? readOut() : summary());
}

/// Beside it are the values, below it the times.
QRectF LineChart::plot() const
{
    const QFontMetrics metrics(captionFont(font()));
    int values = metrics.horizontalAdvance(u"100"_s); // so that charts below each other are as wide
    for (const double share : {0.5, 1.0})
        values = std::max(values, metrics.horizontalAdvance(scaleText(m_top * share)));
    values += 8;
    return {
        0.0, metrics.height() / 2.0 + 2, std::max(1.0, width() - static_cast<double>(values)),
        std::max(1.0, height() - metrics.height() * 1.5 - 8)};
}

QPointF LineChart::placeOf(const ChartPoint &point) const
{
    const auto area = plot();
    const auto length = static_cast<double>(lengthOf(m_span).count());
    const double age = static_cast<double>(m_now - point.time) / length;
    return {
        area.right() - age * area.width(),
        area.bottom() - std::clamp(point.value / m_top, 0.0, 1.0) * area.height()};
}

qsizetype LineChart::nearest(double x) const
{
    qsizetype best = -1;
    double distance = std::numeric_limits<double>::max();
    for (qsizetype i = 0; i < m_points.size(); ++i) {
        const double away = std::abs(placeOf(m_points[i]).x() - x);
        if (away < distance) {
            best = i;
            distance = away;
        }
    }
    return best;
}

void LineChart::choose(qsizetype index)
{
    if (index == m_chosen)
        return;
    m_chosen = index;
    describe();
    update();
}

void LineChart::mouseMoveEvent(QMouseEvent *event)
{
    choose(nearest(event->position().x()));
}

void LineChart::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    choose(-1);
}

void LineChart::keyPressEvent(QKeyEvent *event)
{
    const auto last = m_points.size() - 1;
    const auto from = m_chosen < 0 ? last : m_chosen;
    switch (event->key()) {
    case Qt::Key_Left:
        choose(std::max<qsizetype>(from - 1, std::min<qsizetype>(0, last)));
        break;
    case Qt::Key_Right:
        choose(std::min(from + 1, last));
        break;
    case Qt::Key_Home:
        choose(std::min<qsizetype>(0, last));
        break;
    case Qt::Key_End:
        choose(last);
        break;
    case Qt::Key_Escape:
        choose(-1);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void LineChart::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    choose(m_points.size() - 1);
    update();
}

void LineChart::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    choose(-1);
    update();
}

void LineChart::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setFont(captionFont(font()));
    paintGrid(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_points.isEmpty()) {
        painter.setPen(Theme::current().dim);
        auto above = plot(); // the line in the middle would strike it out
        above.setHeight(above.height() / 2);
        painter.drawText(above, Qt::AlignCenter, tr("Nothing measured yet"));
    } else {
        paintLine(painter);
        paintChosen(painter);
    }
    if (hasFocus()) {
        painter.setPen(QPen(Theme::current().accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void LineChart::paintGrid(QPainter &painter) const
{
    const auto theme = Theme::current();
    const auto area = plot();
    const auto metrics = painter.fontMetrics();
    for (const double share : {0.0, 0.5, 1.0}) {
        const auto y = static_cast<int>(std::round(area.bottom() - share * area.height()));
        painter.fillRect(QRectF(area.left(), y, area.width(), 1), theme.line);
        painter.setPen(theme.dim);
        painter.drawText(
            QRectF(
                area.right(), y - metrics.height() / 2.0, width() - area.right(), metrics.height()),
            Qt::AlignRight | Qt::AlignVCenter, scaleText(m_top * share));
    }
    const double top = area.bottom() + 6;
    for (const auto &[share, text] : timeMarks(m_span, area.width() >= marksNeed)) {
        const double textWidth = metrics.horizontalAdvance(text) + 1;
        // The first and the last one stay within the chart.
        const double left = std::clamp(
            area.left() + share * area.width() - textWidth / 2, area.left(),
            area.right() - textWidth);
        painter.drawText(QRectF(left, top, textWidth, metrics.height()), Qt::AlignCenter, text);
    }
}

void LineChart::paintLine(QPainter &painter) const
{
    const auto theme = Theme::current();
    const auto area = plot();
    const QPen pen(theme.accentText, lineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.save();
    painter.setClipRect(area.adjusted(0, -lineWidth, lineWidth, lineWidth));
    for (qsizetype first = 0; first < m_points.size();) {
        auto end = first + 1;
        while (end < m_points.size() && m_points[end].time - m_points[end - 1].time <= m_gap)
            ++end;
        if (end - first == 1) { // alone: no line, but not nothing
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.accentText);
            painter.drawEllipse(placeOf(m_points[first]), lineWidth, lineWidth);
        } else {
            QPainterPath line(placeOf(m_points[first]));
            for (auto i = first + 1; i < end; ++i)
                line.lineTo(placeOf(m_points[i]));
            if (m_style.isFilled) {
                QPainterPath below = line;
                below.lineTo(line.currentPosition().x(), area.bottom());
                below.lineTo(placeOf(m_points[first]).x(), area.bottom());
                below.closeSubpath();
                auto wash = theme.accent;
                wash.setAlphaF(theme.isDark ? 0.18F : 0.13F);
                painter.fillPath(below, wash);
            }
            painter.strokePath(line, pen);
        }
        first = end;
    }
    painter.restore();
}

void LineChart::paintChosen(QPainter &painter) const
{
    const auto point = chosen();
    if (!point)
        return;
    const auto theme = Theme::current();
    const auto area = plot();
    const auto place = placeOf(*point);
    painter.fillRect(QRectF(std::round(place.x()), area.top(), 1, area.height()), theme.dim);
    painter.setPen(QPen(theme.card, 1.5));
    painter.setBrush(theme.accentText);
    painter.drawEllipse(place, dotRadius, dotRadius);

    const auto text = readOut();
    const auto metrics = painter.fontMetrics();
    QRectF box(0, 0, metrics.horizontalAdvance(text) + 14, metrics.height() + 8);
    // At the side with more room, and not over the point.
    const bool isLeft = place.x() > area.center().x();
    box.moveLeft(isLeft ? place.x() - 10 - box.width() : place.x() + 10);
    box.moveLeft(std::clamp(box.left(), 0.0, std::max(0.0, width() - box.width() - 1)));
    box.moveTop(place.y() < area.center().y() ? area.bottom() - box.height() - 6 : area.top() + 2);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.card);
    painter.drawRoundedRect(box.toAlignedRect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(theme.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace r2cache
