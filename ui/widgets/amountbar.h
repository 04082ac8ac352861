// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPainter;

namespace r2cache {

/// Paints a thin bar, as high as AmountBar is, into the middle of @p area. For delegates.
/// @param used, reserved  shares from 0 to 1.
void paintBar(
    QPainter &painter, const QRectF &area, double used, double reserved, const QColor &colour);

/// How much of something is used, and how much more is spoken for.
class AmountBar : public QWidget
{
    Q_OBJECT

public:
    enum class Kind
    {
        Ours, ///< In the accent: what the cache uses.
        Others, ///< Dim: what is just so.
    };

    explicit AmountBar(Kind kind, QWidget *parent = nullptr);

    /// Shares of the whole, from 0 to 1. Told to screen readers as a percentage.
    void setShares(double used, double reserved = 0);
    [[nodiscard]] double used() const { return m_used; }
    [[nodiscard]] double reserved() const { return m_reserved; }

    [[nodiscard]] QSize sizeHint() const override { return {120, 12}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 12}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind;
    double m_used = 0;
    double m_reserved = 0;
};

} // namespace r2cache
