// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/card.h"

#include <QPushButton>

namespace r2cache {

/// While the cache is empty: how to point Remotion at it, in three steps.
class GreetingCard : public Card
{
    Q_OBJECT

public:
    explicit GreetingCard(QWidget *parent = nullptr);

    /// @param proxyAddress  "http://localhost:3001".
    void setProxyAddress(const QString &proxyAddress);

Q_SIGNALS:
    void prepareWanted();
    void preCacheWanted();
    void said(const QString &sentence);

private:
    QWidget *makeStep(int number, const QString &title, QLabel *text, QPushButton *button);
    void copyAddress();

    QString m_address;
    QLabel *m_renderText;
};

} // namespace r2cache
