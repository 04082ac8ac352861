// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preparation.h"

#include <QWidget>

namespace r2cache {

/// Whose videos stay in the cache until when, a line each, with a button that ends it.
class HeldConfigs : public QWidget
{
    Q_OBJECT

public:
    explicit HeldConfigs(QWidget *parent = nullptr);

    void show(const QList<HeldConfig> &held);

Q_SIGNALS:
    void endWanted(const QString &leaseId);

private:
    QList<HeldConfig> m_shown;
};

} // namespace r2cache
