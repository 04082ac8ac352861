// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;

namespace r2cache {

class FigureLabel;

/// What is being downloaded, waits or has failed.
class DownloadsPage : public Page
{
    Q_OBJECT

public:
    explicit DownloadsPage(ServiceState &state);

    void refresh() override;

protected:
    void emptyClicked() override;

private:
    void show();

    FigureLabel *m_figure;
    QLabel *m_text;
};

} // namespace r2cache
