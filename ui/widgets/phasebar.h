// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace r2cache {

/// How the time of a render was spent: one bar, a part a phase, and a legend with names and times.
class PhaseBar : public QWidget
{
    Q_OBJECT

public:
    struct Phase
    {
        QString name; ///< As it is shown.
        qint64 milliseconds = 0;
    };

    explicit PhaseBar(QWidget *parent = nullptr);

    void setPhases(const QList<Phase> &phases);
    [[nodiscard]] const QList<Phase> &phases() const { return m_phases; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QColor colourOf(qsizetype phase) const;

    QList<Phase> m_phases;
};

} // namespace r2cache
