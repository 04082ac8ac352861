// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;

namespace r2cache {

class FigureLabel;

/// A config comes in, its videos are cached, the config goes out with local URLs.
class PreparePage : public Page
{
    Q_OBJECT

public:
    explicit PreparePage(ServiceState &state);

    void refresh() override;

private:
    void show();

    FigureLabel *m_figure;
    QLabel *m_text;
};

} // namespace r2cache
