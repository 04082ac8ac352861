// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preparedurl.h"

#include <QWidget>

namespace r2cache {

class FigureLabel;
class StateFigure;

/// A config's videos in figures: all, here, to fetch, left as they are.
class PrepareSums : public QWidget
{
    Q_OBJECT

public:
    explicit PrepareSums(QWidget *parent = nullptr);

    void show(const PreparedSums &sums);

private:
    FigureLabel *m_all;
    FigureLabel *m_here;
    FigureLabel *m_toFetch;
    FigureLabel *m_keptNone;
    StateFigure *m_kept;
};

} // namespace r2cache
