// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;

namespace r2cache {

class FigureLabel;

/// Reports of renders.
class RendersPage : public Page
{
    Q_OBJECT

public:
    explicit RendersPage(ServiceState &state);

    void refresh() override;

private:
    void show(qint64 total);

    FigureLabel *m_figure;
    QLabel *m_text;
};

} // namespace r2cache
