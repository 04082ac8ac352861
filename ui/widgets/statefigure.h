// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/statelight.h"

namespace r2cache {

/// A state as the large figure of a card: shape and word in the state's colour.
class StateFigure : public QWidget
{
    Q_OBJECT

public:
    explicit StateFigure(QWidget *parent = nullptr);

    void setState(State state, const QString &word);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString word() const { return m_word; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    State m_state = State::Unknown;
    QString m_word;
};

} // namespace r2cache
