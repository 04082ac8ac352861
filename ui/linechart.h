// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chartscale.h"

#include <QWidget>

#include <functional>
#include <optional>

namespace r2cache {

struct ChartPoint
{
    qint64 time = 0; ///< Milliseconds since 1970.
    double value = 0;

    friend bool operator==(const ChartPoint &, const ChartPoint &) = default;
};

/// One line over time in the theme's colours: three grid lines with round values, an area below
/// the line, gaps where nothing is known, a read-out at the mouse or, with the focus, at what the
/// arrow keys have chosen. Tells screen readers what it shows.
class LineChart : public QWidget
{
    Q_OBJECT

public:
    struct Style
    {
        QString title; ///< Told to screen readers.
        double top = 0; ///< Of the scale; 0: a round number above the highest value.
        bool isFilled = true;
        std::function<QString(double)> valueText; ///< With its unit.
    };

    explicit LineChart(Style style, QWidget *parent = nullptr);

    /// @param points  oldest first; those before the span are not shown.
    /// @param gap  points that are further apart, in milliseconds, are not joined.
    void setSeries(QList<ChartPoint> points, ChartSpan span, qint64 now, qint64 gap);

    [[nodiscard]] const QList<ChartPoint> &points() const { return m_points; }
    /// What the scale goes up to.
    [[nodiscard]] double top() const { return m_top; }
    /// The point that is read out.
    [[nodiscard]] std::optional<ChartPoint> chosen() const;
    /// What the chart shows, in a sentence.
    [[nodiscard]] QString summary() const;
    /// Where @p point is painted.
    [[nodiscard]] QPointF placeOf(const ChartPoint &point) const;

    [[nodiscard]] QSize sizeHint() const override { return {360, 170}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 150}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] qsizetype nearest(double x) const;
    void choose(qsizetype index);
    void describe();
    [[nodiscard]] QString readOut() const;
    void paintGrid(QPainter &painter) const;
    void paintLine(QPainter &painter) const;
    void paintChosen(QPainter &painter) const;

    Style m_style;
    QList<ChartPoint> m_points;
    ChartSpan m_span = ChartSpan::Hour;
    qint64 m_now = 0;
    qint64 m_gap = 0;
    double m_top = 1;
    qsizetype m_chosen = -1;
};

} // namespace r2cache
