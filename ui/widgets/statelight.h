// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPainter;

namespace r2cache {

/// How well something is. Each has a colour and a shape of its own; a word belongs beside it.
enum class State
{
    Unknown, ///< A ring: not known, waiting.
    Good, ///< A disc.
    Warning, ///< A triangle.
    Bad, ///< A disc with a bar.
};

/// "healthy", "ok", "ready" → Good, "warning", "expired" → Warning, "critical", "error", "failed" →
/// Bad; Unknown for any other word of the API.
[[nodiscard]] State stateOfWord(const QString &word);

/// The theme's colour of @p state.
[[nodiscard]] QColor stateColour(State state);

/// Paints the shape of @p state into the largest square in the middle of @p rect. For delegates.
void paintState(QPainter &painter, const QRectF &rect, State state);

/// The shape of a state, and the word beside it.
class StateLight : public QWidget
{
    Q_OBJECT

public:
    explicit StateLight(QWidget *parent = nullptr);

    /// @param word  shown; or, with @p isWordShown false, told to screen readers and as a tool
    /// tip.
    void setState(State state, const QString &word, bool isWordShown = true);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString word() const { return m_word; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    State m_state = State::Unknown;
    QString m_word;
    bool m_isWordShown = true;
};

} // namespace r2cache
