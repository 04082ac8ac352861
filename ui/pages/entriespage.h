// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;

namespace r2cache {

class FigureLabel;

/// The videos in the cache.
class EntriesPage : public Page
{
    Q_OBJECT

public:
    explicit EntriesPage(ServiceState &state);

    void refresh() override;

protected:
    void emptyClicked() override;

private:
    void show();

    FigureLabel *m_figure;
    QLabel *m_text;
};

} // namespace r2cache
