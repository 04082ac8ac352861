// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

class QLabel;

namespace r2cache {

class FigureLabel;

/// What the service has logged.
class LogPage : public Page
{
    Q_OBJECT

public:
    explicit LogPage(ServiceState &state);

    void refresh() override;

private:
    void show(const QJsonArray &lines);

    FigureLabel *m_figure;
    QLabel *m_text;
};

} // namespace r2cache
