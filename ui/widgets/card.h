// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace r2cache {

/// A framed box with a caption: what belongs together on a page.
class Card : public QFrame
{
    Q_OBJECT

public:
    static constexpr int padding = 14;

    /// @param title  empty: no caption.
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// Below the caption, from top to bottom.
    [[nodiscard]] QVBoxLayout *body() { return m_body; }

private:
    QLabel *m_title;
    QVBoxLayout *m_body;
};

/// The large figure of a card with its smaller unit beside it: "6.8  of 10 GB".
class FigureLabel : public QWidget
{
    Q_OBJECT

public:
    explicit FigureLabel(QWidget *parent = nullptr);

    void setFigure(const QString &number, const QString &unit);

private:
    QLabel *m_number;
    QLabel *m_unit;
};

/// A label of dimmer, smaller text.
[[nodiscard]] QLabel *makeCaption(const QString &text = {}, QWidget *parent = nullptr);

} // namespace r2cache
