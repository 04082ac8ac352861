// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace r2cache {

class ServiceState;

/// The token of the API, which this window knows: hidden, shown, copied, replaced by a new one.
class TokenLine : public QWidget
{
    Q_OBJECT

public:
    explicit TokenLine(ServiceState &state);

    /// What GET /api/cache/settings says of CACHE_API_TOKEN.
    void setSetting(const QJsonObject &setting);
    [[nodiscard]] bool matches(const QStringList &words) const;

Q_SIGNALS:
    void said(const QString &sentence);

private:
    void show(bool isShown);
    void copy();
    void askRotate();
    void rotate();

    ServiceState &m_state;
    QLineEdit *m_field;
    QPushButton *m_show;
    QPushButton *m_rotate;
    QLabel *m_caption;
};

} // namespace r2cache
