// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;

namespace r2cache {

class FigureLabel;

/// What was checked, and what to do about it.
class HealthPage : public Page
{
    Q_OBJECT

public:
    explicit HealthPage(ServiceState &state);

    void refresh() override;

private:
    void show();

    FigureLabel *m_figure;
    QLabel *m_text;
};

} // namespace r2cache
