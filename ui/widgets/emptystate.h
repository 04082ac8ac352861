// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace r2cache {

/// What a page shows instead of content: what is (not) there, what to do first, and the button
/// that does it.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// @param button  empty: no button.
    void setContent(const QString &text, const QString &hint, const QString &button = {});

    [[nodiscard]] QString text() const;
    [[nodiscard]] QString hint() const;

Q_SIGNALS:
    void buttonClicked();

private:
    QLabel *m_text;
    QLabel *m_hint;
    QPushButton *m_button;
};

} // namespace r2cache
